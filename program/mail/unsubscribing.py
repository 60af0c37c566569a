"""Which mail an address does not want, and the signed links that say so without signing in."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from django.core.signing import BadSignature, Signer
from django.urls import reverse

from program.mail.kinds import CATEGORIES, Category
from program.mail.models import OptOut
from program.models import Program

SIGNER = Signer(sep=".", salt="program.mail.unsubscribe")
CHOICES_SIGNER = Signer(sep=".", salt="program.mail.preferences")
"""Of its own, so that each kind of link opens its own page only."""


class NotOurLink(ValueError):
    """Forged, cut off, or of another program."""


@dataclass(frozen=True)
class Subscription:
    """A category of mail, and whether an address gets it."""

    address: str
    category: Category
    is_on: bool


def unsubscribe_path(program: Program, address: str, category: str) -> str:
    return reverse("unsubscribe", args=[SIGNER.sign_object([program.pk, address, category])])


def preferences_path(program: Program, address: str) -> str:
    """Where whoever reads this address's mail chooses, with an account or without."""
    return reverse("signed_mail_preferences", args=[CHOICES_SIGNER.sign_object([program.pk, address])])


def address_of(token: str, program: Program) -> str:
    """Whose choice a link to the preferences opens."""
    try:
        program_id, address = CHOICES_SIGNER.unsign_object(token)
    except (BadSignature, ValueError):
        raise NotOurLink from None
    if program_id != program.pk:
        raise NotOurLink
    return str(address)


def subscription_of(token: str, program: Program) -> Subscription:
    """What a link in a mail is about."""
    try:
        program_id, address, category = SIGNER.unsign_object(token)
    except (BadSignature, ValueError):
        raise NotOurLink from None
    if program_id != program.pk or category not in CATEGORIES:
        raise NotOurLink
    return next(found for found in subscriptions_of(address) if found.category.name == category)


def subscriptions_of(address: str) -> list[Subscription]:
    refused = set(OptOut.objects.filter(address=address).values_list("category", flat=True))
    return [Subscription(address, category, name not in refused) for name, category in CATEGORIES.items()]


def unsubscribe(subscription: Subscription) -> Subscription:
    """Safe to repeat; account mail stays on."""
    if not subscription.category.is_switchable:
        return subscription
    refusal = OptOut(address=subscription.address, category=subscription.category.name)
    OptOut.objects.bulk_create([refusal], ignore_conflicts=True)
    return replace(subscription, is_on=False)


def resubscribe(subscription: Subscription) -> Subscription:
    OptOut.objects.filter(address=subscription.address, category=subscription.category.name).delete()
    return replace(subscription, is_on=True)


def choose(subscriptions: Iterable[Subscription], *, wanted: Collection[str]) -> None:
    """From the whole form at once: what was not ticked is off."""
    for subscription in subscriptions:
        if subscription.category.name in wanted and not subscription.is_on:
            resubscribe(subscription)
        elif subscription.category.name not in wanted and subscription.is_on:
            unsubscribe(subscription)
