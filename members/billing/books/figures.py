"""A year of a program's money by month: what came in and went back, what recurs, who came and who left.

Months are those of the program's clock. Figures of money stand for each currency by itself: nothing is converted.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta
from django.db.models import Count, Q, Sum
from django.db.models.functions import TruncMonth

from members.billing.books import recurring
from members.billing.books.models import LedgerEntry, Receipt
from program import clock

Kind = LedgerEntry.Kind
CAME = (Kind.PAYMENT, Kind.DISPUTE_WON)
WENT = (Kind.REFUND, Kind.DISPUTE)
NOTHING = Decimal(0)


@dataclass(slots=True)
class Flow:
    """Of one month in one currency, in major units."""

    revenue: Decimal = NOTHING
    given_back: Decimal = NOTHING
    """Refunds and disputes: never above nothing."""

    tax: Decimal = NOTHING
    """Contained in what came in, less what went back."""

    mrr: Decimal = NOTHING
    """At the end of the month: see `recurring`."""

    @property
    def net(self) -> Decimal:
        return self.revenue + self.given_back


@dataclass(slots=True)
class Month:
    begins: date
    flows: dict[str, Flow] = field(default_factory=lambda: defaultdict(Flow))
    carried: dict[str, int] = field(default_factory=dict)
    """Access that stands in the books at nothing: sponsored, scholarship, gift."""

    before: int = 0
    """Members who paid for something recurring when the month began."""

    new: int = 0
    lost: int = 0

    @property
    def members(self) -> int:
        return self.before + self.new - self.lost

    @property
    def churn(self) -> Decimal | None:
        """Share of those who were there when the month began. None: nobody was there."""
        return Decimal(self.lost) / self.before if self.before else None


def year(now: datetime, zone: ZoneInfo, months: int = 12) -> list[Month]:
    """The running month and those before it, oldest first. Seven queries."""
    starts = month_starts(now, zone, months + 1)
    found = [Month(begins=start.astimezone(zone).date()) for start in starts[:-1]]
    by_day = {month.begins: month for month in found}
    _money(by_day, (starts[0], starts[-1]), zone)
    _recurring(found, starts, now)
    return found


def month_starts(now: datetime, zone: ZoneInfo, count: int) -> list[datetime]:
    """The first instants of months, oldest first; the last one is that of the month to come."""
    first = now.astimezone(zone).date().replace(day=1) + relativedelta(months=1)
    days = (first - relativedelta(months=back) for back in range(count - 1, -1, -1))
    return [clock.utc(datetime.combine(day, time(), zone)) for day in days]


def _money(by_day: dict[date, Month], span: tuple[datetime, datetime], zone: ZoneInfo) -> None:
    entries = LedgerEntry.objects.filter(happened_at__gte=span[0], happened_at__lt=span[1])
    dated = entries.annotate(month=TruncMonth("happened_at", tzinfo=zone))
    sums = dated.exclude(kind__in=LedgerEntry.WITHOUT_MONEY).order_by().values("month", "currency")
    for row in sums.annotate(came=Sum("amount", filter=Q(kind__in=CAME)), went=Sum("amount", filter=Q(kind__in=WENT))):
        flow = by_day[row["month"].date()].flows[row["currency"]]
        flow.revenue, flow.given_back = row["came"] or NOTHING, row["went"] or NOTHING
    carried = dated.filter(kind__in=LedgerEntry.WITHOUT_MONEY).order_by().values("month", "kind")
    for given in carried.annotate(count=Count("pk")):
        by_day[given["month"].date()].carried[given["kind"]] = given["count"]
    _taxes(by_day, span, zone)


def _taxes(by_day: dict[date, Month], span: tuple[datetime, datetime], zone: ZoneInfo) -> None:
    """From the receipts and credit notes that are not void."""
    standing = Receipt.objects.filter(entry__happened_at__gte=span[0], entry__happened_at__lt=span[1])
    dated = standing.filter(voided_at=None).annotate(month=TruncMonth("entry__happened_at", tzinfo=zone)).order_by()
    for row in dated.values("month", "currency").annotate(sum=Sum("tax")):
        by_day[row["month"].date()].flows[row["currency"]].tax = row["sum"]


def _recurring(found: Sequence[Month], starts: Sequence[datetime], now: datetime) -> None:
    for currency, changes in recurring.changes_of_mrr(starts, now).items():
        total = NOTHING
        for place, month in enumerate([None, *found]):
            total += changes.get(place, NOTHING)
            if month is not None and (total or currency in month.flows):
                month.flows[currency].mrr = total
    came, went = recurring.comings_and_goings(starts, now)
    standing = came.get(0, 0) - went.get(0, 0)
    for place, month in enumerate(found, 1):
        month.before, month.new, month.lost = standing, came.get(place, 0), went.get(place, 0)
        standing = month.members


def currencies(months: Sequence[Month]) -> list[str]:
    """Those with most money first."""
    total: dict[str, Decimal] = defaultdict(Decimal)
    for month in months:
        for currency, flow in month.flows.items():
            total[currency] += flow.revenue + flow.mrr
    return sorted(total, key=lambda currency: (-total[currency], currency))


@dataclass(frozen=True, slots=True)
class Cohort:
    """Members whose first payment for something recurring fell into one month."""

    begins: date
    size: int
    stayed: tuple[int, ...]
    """How many of them still paid at the end of that month, of the next, and so on, up to today."""

    @property
    def shares(self) -> list[Decimal]:
        return [Decimal(count) / self.size for count in self.stayed]


def cohorts(now: datetime, zone: ZoneInfo, months: int = 12) -> list[Cohort]:
    """Oldest first; months in which nobody came are left out. Two queries."""
    starts = month_starts(now, zone, months + 1)
    ends = [*starts[1:-1], now]
    sizes, stayed = recurring.first_months(starts, now), recurring.still_paying(starts, ends, now)
    return list(_cohorts(starts, ends, sizes, stayed, zone))


def _cohorts(
    starts: Sequence[datetime],
    ends: Sequence[datetime],
    sizes: dict[int, int],
    stayed: dict[tuple[int, int], int],
    zone: ZoneInfo,
) -> Iterator[Cohort]:
    for place, size in sorted(sizes.items()):
        kept = tuple(stayed.get((place, end), 0) for end in range(place, len(ends) + 1))
        yield Cohort(starts[place - 1].astimezone(zone).date(), size, kept)
