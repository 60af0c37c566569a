"""The money on one page: a year by month with pictures, and what is owed or has to be looked at."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from members.billing.books import figures
from members.billing.books.figures import Cohort, Flow, Month
from members.billing.books.models import LedgerEntry, Refund
from members.billing.hearing.models import Event, Finding
from members.billing.paying.orders import Order, Provider
from members.billing.paying.subscription import Subscription
from members.billing.staff.base import need, note_export
from program import clock
from program.charts import Chart, chart
from program.csv_files import csv_response
from program.money import money, rounded

MOST = 100
LATE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Line:
    """A month in the chosen currency."""

    month: Month
    flow: Flow
    name: str

    @property
    def churn(self) -> str:
        return percent(self.month.churn)


@dataclass(frozen=True, slots=True)
class Share:
    """How many of a cohort stayed, and in which of five shades that is drawn."""

    told: str
    step: int


@dataclass(frozen=True, slots=True)
class CohortLine:
    name: str
    size: int
    shares: list[Share]


def cohort_line(cohort: Cohort) -> CohortLine:
    shares = [Share(percent(share, 0), int(share * 4)) for share in cohort.shares]
    return CohortLine(month_name(cohort.begins), cohort.size, shares)


def draw(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    told = {**admin.site.each_context(request), "opts": LedgerEntry._meta, **context}
    return TemplateResponse(request, f"admin/members/{template}", told)


def figures_page(request: HttpRequest) -> HttpResponse:
    need(request, "view_ledgerentry")
    now, zone = clock.now(), request.program.zone  # type: ignore[attr-defined]
    months = figures.year(now, zone)
    priced = figures.currencies(months) or [request.program.currency]  # type: ignore[attr-defined]
    wanted = request.GET.get("currency", "")
    currency = wanted if wanted in priced else priced[0]
    lines = [Line(month, month.flows.get(currency, Flow()), month_name(month.begins)) for month in months]
    return draw(
        request,
        "figures.html",
        title=_("Figures"),
        currency=currency,
        currencies=priced,
        lines=lines,
        charts=charts(lines, currency),
        cohorts=[cohort_line(one) for one in figures.cohorts(now, zone)],
        ages=range(12),
    )


def month_name(day: Any) -> str:
    return date_format(day, "M Y")


def charts(lines: Sequence[Line], currency: str) -> list[Chart]:
    def of(amounts: Iterable[Decimal]) -> list[tuple[str, Decimal, str]]:
        return [(line.name, one, money(one, currency)) for line, one in zip(lines, amounts, strict=True)]

    shares = [(line.name, line.month.churn or Decimal(0), percent(line.month.churn)) for line in lines]
    return [
        chart(_("Net revenue"), of(line.flow.net for line in lines)),
        chart(_("Recurring revenue a month (MRR)"), of(line.flow.mrr for line in lines)),
        chart(_("Churn"), shares),
    ]


def percent(share: Decimal | None, places: int = 1) -> str:
    return "–" if share is None else f"{rounded(share * 100, places)} %"


def figures_csv(request: HttpRequest) -> HttpResponseBase:
    """Every month and currency, a line each."""
    need(request, "view_ledgerentry")
    months = figures.year(clock.now(), request.program.zone)  # type: ignore[attr-defined]
    note_export(request, "figures")
    head = [_("month"), _("currency"), _("revenue"), _("given back"), _("net"), _("tax"), "MRR",
            _("members before"), _("new"), _("lost")]  # fmt: skip
    rows = (
        [month.begins.isoformat()[:7], currency, flow.revenue, flow.given_back, flow.net, flow.tax,
         rounded(flow.mrr, 2), month.before, month.new, month.lost]
        for month in months
        for currency, flow in sorted(month.flows.items())
    )  # fmt: skip
    return csv_response("figures.csv", head, rows)


def owed_page(request: HttpRequest) -> HttpResponse:
    """What somebody owes us, what we owe, and what did not reach its place."""
    need(request, "view_ledgerentry")
    now = clock.now()
    people = ("membership__user", "plan", "price")
    open_findings = Finding.objects.filter(repaired_at=None, closed_at=None)
    without = Q(kind=Finding.Kind.PAID_WITHOUT_ACCESS)
    known = open_findings.select_related("order__membership__user", "customer__membership__user").order_by("found_at")
    late = Event.objects.filter(state=Event.State.DUE, received_at__lte=now - LATE)
    return draw(
        request,
        "owed.html",
        title=_("Owed and open"),
        without_access=known.filter(without)[:MOST],
        disputes=known.filter(kind=Finding.Kind.DISPUTE)[:MOST],
        others=known.exclude(without | Q(kind=Finding.Kind.DISPUTE))[:MOST],
        past_due=Subscription.objects.living(now).exclude(past_due_since=None).select_related(*people)
        .order_by("past_due_since")[:MOST],
        transfers=Order.objects.pending().filter(provider=Provider.TRANSFER)
        .select_related("membership__user", "price__version__plan", "coupon").order_by("expires_at")[:MOST],
        refunds=Refund.objects.exclude(state=Refund.State.DONE).select_related("entry__membership__user")
        .order_by("asked_at")[:MOST],
        events_waiting=late.count(),
        events_failed=Event.objects.filter(state=Event.State.FAILED).count(),
    )  # fmt: skip
