"""The list of roundtables, as an agenda or as a month, of one format or of all."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, QuerySet, Subquery, TextField, Value
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from members.models import Membership
from program import clock
from program.access import public
from program.public_pages import kept_seconds
from program.reader import zone_of
from roundtables.models import Format, Registration, Roundtable
from roundtables.pages.months import Month, is_near, month_or_none, weekday_names
from roundtables.pages.page import member_of
from roundtables.pages.zone_switch import zone_switch
from roundtables.schedule.agenda import names_of, presenters_of, with_agenda

PAST_PER_PAGE = 20


@dataclass(frozen=True)
class Asked:
    """What the address asks for; what it asks for in vain is left out."""

    format: Format | None = None
    month: Month | None = None
    """None: the agenda."""
    this_month: Month | None = None

    def address(self, *, page: int = 1) -> str:
        """Written one way only, so that one page is not kept under many names."""
        query = self.query(page=page)
        return reverse("roundtables") + (f"?{query}" if query else "")

    def query(self, *, page: int = 1) -> str:
        named = {
            "view": "month" if self.month else "",
            "month": self.month.code if self.month and self.month != self.this_month else "",
            "format": self.format.slug if self.format else "",
            "page": str(page) if page > 1 else "",
        }
        return urlencode({name: value for name, value in named.items() if value})

    def but(self, **changed: Any) -> "Asked":
        return Asked(**{"format": self.format, "month": self.month, "this_month": self.this_month, **changed})


@dataclass(frozen=True)
class Line:
    """A roundtable in the list, with what the reader is there."""

    roundtable: Roundtable
    presenters: str
    own: str


@dataclass(frozen=True)
class Day:
    on: date
    is_inside: bool
    is_today: bool
    lines: list[Line]


@public
def roundtables(request: HttpRequest) -> HttpResponseBase:
    """Kept for visitors only under the addresses we write ourselves: made-up ones must not fill the cache."""
    now = clock.now()
    formats = list(formats_in_use())
    asked = asked_by(request, formats, now)
    lists = month_of(request, asked, now) if asked.month else agenda_of(request, asked, now)
    page = lists["past"].number if "past" in lists else 1
    is_ours = request.META.get("QUERY_STRING", "") == asked.query(page=page)
    context = {**lists, **zone_switch(request), **links(asked, formats)}
    return (kept if is_ours else shown)(request, context)


def shown(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    return render(request, "roundtables/roundtables.html", context)


kept = kept_seconds(10)(shown)


def asked_by(request: HttpRequest, formats: list[Format], now: datetime) -> Asked:
    this_month = Month.at(now, zone_of(request))
    slug = request.GET.get("format", "")
    month = None
    if request.GET.get("view") == "month":
        month = month_or_none(request.GET.get("month", ""), this_month) or this_month
    return Asked(next((one for one in formats if one.slug == slug), None), month, this_month)


def formats_in_use() -> QuerySet[Format]:
    """Those that lead to something."""
    tables = Roundtable.objects.public().filter(format=OuterRef("pk"))
    return Format.objects.filter(Exists(tables)).order_by("position", "name")


def links(asked: Asked, formats: list[Format]) -> dict[str, Any]:
    """Each keeps the rest of what was asked for."""
    return {
        "chosen_format": asked.format,
        "agenda_url": asked.but(month=None).address(),
        "month_url": asked.but(month=asked.month or asked.this_month).address(),
        "all_formats_url": asked.but(format=None).address(),
        "formats": [(one, asked.but(format=one).address()) for one in formats],
    }


def agenda_of(request: HttpRequest, asked: Asked, now: datetime) -> dict[str, Any]:
    coming = of_format(Roundtable.objects.calendar(now), asked.format)
    past = of_format(Roundtable.objects.past(now), asked.format).select_related("format")
    return {
        "coming": lines_of(coming, member_of(request)),
        "past": Paginator(past, PAST_PER_PAGE).get_page(request.GET.get("page")),
    }


def month_of(request: HttpRequest, asked: Asked, now: datetime) -> dict[str, Any]:
    """Its days are the reader's own: what is on Thursday night in one zone is on Friday in another."""
    zone, month = zone_of(request), asked.month
    assert month is not None
    assert asked.this_month is not None
    lines = lines_of(of_format(in_month(month, zone, now), asked.format), member_of(request))
    around = [
        (one, asked.but(month=one).address() if is_near(one, asked.this_month) else "")
        for one in (month.plus(-1), month.plus(1))
    ]
    return {
        "month": month,
        "previous": around[0],
        "next": around[1],
        "lines": lines,
        "weekdays": weekday_names(),
        "weeks": weeks_of(month, lines, zone, today=now.astimezone(zone).date()),
        "this_month_url": asked.but(month=asked.this_month).address() if month != asked.this_month else "",
    }


def in_month(month: Month, zone: clock.ZoneInfo, now: datetime) -> QuerySet[Roundtable]:
    """Those that begin in it; what was called off is shown until its hour has passed."""
    begins, ends = month.begins_at(zone), month.plus(1).begins_at(zone)
    # The index knows when a roundtable ends, which is after it begins.
    rows = Roundtable.objects.public().filter(ends_at__gt=begins, starts_at__gte=begins, starts_at__lt=ends)
    was_called_off = {"state": Roundtable.State.CANCELLED, "ends_at__lte": now}
    return rows.exclude(**was_called_off).order_by("starts_at", "number")


def weeks_of(month: Month, lines: list[Line], zone: clock.ZoneInfo, *, today: date) -> list[list[Day]]:
    on_day: dict[date, list[Line]] = {}
    for line in lines:
        on_day.setdefault(line.roundtable.starts_at.astimezone(zone).date(), []).append(line)
    return [
        [Day(on, on.month == month.number, on == today, on_day.get(on, [])) for on in week] for week in month.weeks()
    ]


def of_format(rows: QuerySet[Roundtable], chosen: Format | None) -> QuerySet[Roundtable]:
    return rows.filter(format=chosen) if chosen else rows


def lines_of(rows: QuerySet[Roundtable], membership: Membership | None) -> list[Line]:
    """With format, presenters and the reader's own state, in one query."""
    found: list[Any] = list(with_agenda(with_own(rows, membership)).select_related("format"))
    return [Line(roundtable, names_of(presenters_of(roundtable)), roundtable.own or "") for roundtable in found]


def with_own(rows: QuerySet[Roundtable], membership: Membership | None) -> QuerySet[Roundtable]:
    if membership is None:
        return rows.annotate(own=Value("", output_field=TextField()))
    standing = Registration.objects.filter(roundtable=OuterRef("pk"), membership=membership).standing()
    return rows.annotate(own=Subquery(standing.values("state")[:1]))
