"""What a member may do beyond what everybody may, and what each tier gives of it."""

from collections.abc import Collection

from django.db import models
from django.utils.translation import gettext_lazy as _


class Tier(models.TextChoices):
    FREE = "free", _("Free")
    CURRICULUM = "curriculum", _("Curriculum")
    PREMIUM = "premium", _("Premium")


class Entitlement(models.TextChoices):
    MODULES = "modules", _("The lessons marked curriculum")
    PREMIUM_MODULES = "premium_modules", _("The lessons marked premium")
    EVENTS = "events", _("Roundtables for the curriculum tier")
    PREMIUM_EVENTS = "premium_events", _("Roundtables for premium members")
    RECORDINGS = "recordings", _("Recordings for the curriculum tier")
    PREMIUM_RECORDINGS = "premium_recordings", _("Recordings for premium members")
    TOOLS = "tools", _("The founder's tools")
    FEEDBACK = "feedback", _("A coach's remarks on worksheets")


E = Entitlement
GIVES: dict[Tier, frozenset[Entitlement]] = {
    Tier.FREE: frozenset(),
    Tier.CURRICULUM: frozenset({E.MODULES, E.EVENTS, E.RECORDINGS, E.FEEDBACK}),
    Tier.PREMIUM: frozenset(E),
}

ALL = frozenset(Entitlement)
LESSONS = {Tier.FREE: None, Tier.CURRICULUM: E.MODULES, Tier.PREMIUM: E.PREMIUM_MODULES}
SEATS = {Tier.FREE: None, Tier.CURRICULUM: E.EVENTS, Tier.PREMIUM: E.PREMIUM_EVENTS}
WATCHING = {Tier.FREE: None, Tier.CURRICULUM: E.RECORDINGS, Tier.PREMIUM: E.PREMIUM_RECORDINGS}
"""What one needs for a lesson, a seat or a recording of a tier. Of a tier's name nothing else follows."""


def opens(needed: Entitlement | None, granted: Collection[str]) -> bool:
    return needed is None or needed in granted


def tier_of(granted: Collection[str]) -> Tier:
    """The name of what somebody has, for people to read."""
    if E.PREMIUM_MODULES in granted:
        return Tier.PREMIUM
    return Tier.CURRICULUM if E.MODULES in granted else Tier.FREE
