"""Reading in Stripe's own list what nobody told us: webhooks that were lost, or came while we were down."""

import logging
from datetime import datetime, timedelta

from django.db.models import Max

from members.billing.hearing.models import Event
from members.billing.hearing.noting import OF_INTEREST, note
from members.billing.paying.setup import StripeAccount
from members.billing.providers.accounts import Keys, every_keys, installations_keys
from members.billing.providers.gateway import events_since
from members.billing.providers.interface import ProviderError
from program import clock
from program.tenancy.scope import platform_scope, program_scope

logger = logging.getLogger(__name__)

OVERLAP = timedelta(hours=3)
"""Stripe's webhooks come out of order, and are tried again for hours: the newest we heard is not the last there is."""

FURTHEST = timedelta(days=29)


def programs_with_accounts() -> list[int]:
    """Runs in the platform's scope."""
    return sorted(set(StripeAccount.objects.values_list("program_id", flat=True)))


def of_program(program_id: int) -> int:
    """How many events were new, of the program's own accounts."""
    with program_scope(program_id):
        accounts = [(keys, _since(keys)) for keys in every_keys() if not keys.is_shared]
    return sum(_read(keys, since, program_id) for keys, since in accounts)


def of_installation() -> int:
    """The same for the account that programs share. What concerns none of ours is left alone."""
    keys = installations_keys()
    if keys is None:
        return 0
    with platform_scope():
        since = _since(keys)
    return _read(keys, since, None)


def _since(keys: Keys) -> datetime:
    now = clock.now()
    newest = Event.objects.filter(account=keys.reference, is_late=False).aggregate(Max("happened_at"))
    return max((newest["happened_at__max"] or now) - OVERLAP, now - FURTHEST)


def _read(keys: Keys, since: datetime, program_id: int | None) -> int:
    found = 0
    try:
        for event in events_since(keys, since):
            if str(event["type"]).startswith(OF_INTEREST):
                found += note(event, keys, host_program_id=program_id, now=clock.now(), is_late=True)
    except ProviderError as error:
        logger.warning("Stripe's list of events could not be read: %s", error)
    return found
