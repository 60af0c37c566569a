"""A code becomes access: a gift once, a sponsor's seats until all are taken."""

import re
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from members.accounts.models import Membership
from members.billing.books.models import LedgerEntry
from members.billing.giving.models import Gift, SponsoredSeat, Sponsorship
from members.billing.grants import Grant
from members.billing.plans.models import Plan

GROUP = 4


class CodeRefused(Exception):
    """The message is for whoever typed the code."""


def normal(code: str) -> str:
    """Forgives small letters, spaces and forgotten hyphens: abcd efgh jklm is ABCD-EFGH-JKLM."""
    bare = re.sub(r"[\s-]+", "", code.upper())[:24]
    if len(bare) != 3 * GROUP:
        return re.sub(r"\s+", "", code.upper())[:24]
    return "-".join(bare[place : place + GROUP] for place in range(0, len(bare), GROUP))


def redeem(code: str, membership: Membership, *, now: datetime) -> Grant:
    gift = Gift.objects.select_for_update(no_key=True, of=("self",)).filter(code=normal(code)).first()
    if gift is not None:
        return redeem_gift(gift, membership, now=now)
    rows = Sponsorship.objects.select_for_update(no_key=True, of=("self",)).filter(code=normal(code))
    sponsorship = rows.first()
    if sponsorship is not None:
        return take_seat(sponsorship, membership, now=now)
    raise CodeRefused(_("We do not know this code. Look whether it is written as you got it."))


def redeem_gift(gift: Gift, membership: Membership, *, now: datetime) -> Grant:
    """The gift's row is locked: of two who type it at once, one has it."""
    if gift.redeemed_at and gift.redeemed_by_id == membership.pk and gift.grant:
        return gift.grant  # The same click came twice.
    if gift.redeemed_at:
        raise CodeRefused(_("This gift was redeemed already."))
    if gift.expires_at <= now:
        raise CodeRefused(_("This gift could be redeemed until a day that is over. Write to us, and we find a way."))
    starts_at = end_of_gifts(membership, gift.plan, now=now)
    until = starts_at + timedelta(days=gift.plan.access_days)
    grant = _give(membership, gift.plan, Grant.Source.GIFT, starts_at, until, reason=gift.from_name or gift.code)
    gift.redeemed_at, gift.redeemed_by, gift.grant = now, membership, grant
    gift.save(update_fields=["redeemed_at", "redeemed_by", "grant"])
    _enter(LedgerEntry.Kind.GIFT, membership, gift.plan, now=now, note=gift.code)
    return grant


def end_of_gifts(membership: Membership, plan: Plan, *, now: datetime) -> datetime:
    """A second gift begins when the first is used up."""
    given = Grant.objects.filter(membership=membership, source=Grant.Source.GIFT, tier=plan.tier, ends_at__gt=now)
    last = given.order_by("-ends_at").first()
    return last.ends_at if last and last.ends_at else now


def take_seat(sponsorship: Sponsorship, membership: Membership, *, now: datetime) -> Grant:
    """The sponsorship's row is locked: of twenty seats, twenty are given."""
    own = SponsoredSeat.objects.filter(sponsorship=sponsorship, membership=membership).select_related("grant").first()
    if own and own.grant:
        return own.grant
    if sponsorship.ends_at <= now:
        raise CodeRefused(_("These seats were there until a day that is over."))
    if sponsorship.seats_taken >= sponsorship.seats:
        raise CodeRefused(
            _("All seats of %(sponsor)s are taken. Ask there whether there are more.")
            % {"sponsor": sponsorship.sponsor}
        )
    sponsorship.seats_taken += 1
    sponsorship.save(update_fields=["seats_taken"])
    plan, source = sponsorship.plan, Grant.Source.SPONSOR
    grant = _give(membership, plan, source, now, sponsorship.ends_at, reason=sponsorship.sponsor)
    SponsoredSeat.objects.create(sponsorship=sponsorship, membership=membership, grant=grant, taken_at=now)
    _enter(LedgerEntry.Kind.SPONSORED, membership, plan, now=now, note=sponsorship.sponsor, sponsorship=sponsorship)
    return grant


def _give(
    membership: Membership, plan: Plan, source: str, starts_at: datetime, ends_at: datetime, *, reason: str
) -> Grant:
    return Grant.objects.create(
        membership=membership,
        tier=plan.tier,
        entitlements=sorted(plan.entitlements),
        source=source,
        starts_at=starts_at,
        ends_at=ends_at,
        reason=reason[:200],
    )


def _enter(
    kind: str, membership: Membership, plan: Plan, *, now: datetime, note: str, sponsorship: Sponsorship | None = None
) -> None:
    """At nothing: the figures show who is carried, and by whom."""
    LedgerEntry.objects.create(
        kind=kind,
        amount=0,
        currency=membership.program.currency,
        membership=membership,
        plan=plan,
        sponsorship=sponsorship,
        happened_at=now,
        note=note[:200],
    )
