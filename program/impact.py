"""The mission: ventures past their first million, their revenue and their jobs."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, OuterRef, Subquery, Sum
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from members.models import VerifiedRevenue
from program.access import public
from program.models import Program
from program.public_pages import kept_seconds


@dataclass(frozen=True)
class Mission:
    """Amounts are in the program's currency; only verified figures count."""

    ventures: int
    revenue: Decimal
    jobs: int


def mission_of(program: Program) -> Mission:
    """Ventures whose latest verified twelve months reach the program's milestone. One query."""
    latest = VerifiedRevenue.objects.filter(venture=OuterRef("venture")).order_by("-ends_on").values("pk")[:1]
    past = VerifiedRevenue.objects.filter(pk=Subquery(latest), amount__gte=program.milestone)
    found = past.aggregate(ventures=Count("pk"), revenue=Sum("amount"), jobs=Sum("jobs"))
    return Mission(found["ventures"], found["revenue"] or Decimal(0), found["jobs"] or 0)


@public
@kept_seconds(60)
def mission_page(request: HttpRequest) -> HttpResponse:
    return render(request, "mission.html", {"mission": mission_of(request.program)})  # type: ignore[attr-defined]


@public
@kept_seconds(60)
def mission_json(request: HttpRequest) -> JsonResponse:
    program: Program = request.program  # type: ignore[attr-defined]
    mission = mission_of(program)
    return JsonResponse(
        {
            "program": program.name,
            "milestone": str(program.milestone),
            "currency": program.currency,
            "verified": {"ventures": mission.ventures, "revenue": str(mission.revenue), "jobs": mission.jobs},
        }
    )
