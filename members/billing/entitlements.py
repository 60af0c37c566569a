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


def tier_of(granted: Collection[str]) -> Tier:
    if E.PREMIUM_MODULES in granted:
        return Tier.PREMIUM
    return Tier.CURRICULUM if E.MODULES in granted else Tier.FREE
