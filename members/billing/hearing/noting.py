"""An event becomes a row, once, in the program it concerns."""

from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from django.db import transaction

from members.billing.books.models import LedgerEntry
from members.billing.hearing.models import Event
from members.billing.hearing.nudging import nudge
from members.billing.paying.orders import Customer
from members.billing.providers.accounts import Keys
from program.models import Program
from program.tenancy.scope import current_program_id, platform_scope, program_scope

OF_INTEREST = (
    "checkout.session.", "customer.subscription.", "invoice.", "charge.", "refund.", "payment_intent.succeeded",
    "subscription_schedule.",
)  # fmt: skip
LONGEST = {"id": 80, "type": 80}


class Replayed(Exception):
    """Somebody sent once more what Stripe had sent, signature and all."""


def note(
    event: dict[str, Any],
    keys: Keys,
    *,
    host_program_id: int | None,
    now: datetime,
    signature: str = "",
    is_late: bool = False,
) -> bool:
    """Whether it is new. Told twice, or fifty times at once, it is one row. Raises Replayed."""
    about = event["data"].get("object")
    about = about if isinstance(about, dict) else {}
    program_id = program_of(about, keys, host_program_id)
    if program_id is None:
        return False
    row = Event(
        remote_id=event["id"][:80],
        account=keys.reference,
        type=event["type"][:80],
        object_id=text(about, "id")[:100],
        customer_id=customer_in(about),
        happened_at=datetime.fromtimestamp(event["created"], UTC),
        received_at=now,
        signature=sha256(signature.encode(errors="replace")).hexdigest() if signature else "",
        is_late=is_late,
        due_at=now,
        state=Event.State.DUE if event["type"].startswith(OF_INTEREST) else Event.State.IGNORED,
    )
    with program_scope(program_id):
        row.program_id = program_id
        if not row.customer_id:
            row.customer_id = customer_of_charge(text(about, "charge"))
        before = Event.objects.filter(account=row.account, remote_id=row.remote_id).first()
        if before and row.signature and before.signature == row.signature:
            raise Replayed
        Event.objects.bulk_create([row], ignore_conflicts=True)
    if row.state == Event.State.DUE and before is None:
        transaction.on_commit(nudge)
    return before is None


def text(about: dict[str, Any], name: str) -> str:
    found = about.get(name)
    return found if isinstance(found, str) else ""


def customer_in(about: dict[str, Any]) -> str:
    return (text(about, "id") if about.get("object") == "customer" else text(about, "customer"))[:80]


def customer_of_charge(charge: str) -> str:
    """Refunds and disputes name a charge only."""
    entry = LedgerEntry.objects.filter(remote_id=charge).select_related("customer").first() if charge else None
    return entry.customer.remote_id if entry and entry.customer else ""


def program_of(about: dict[str, Any], keys: Keys, host_program_id: int | None) -> int | None:
    """An account of one's own tells of its own program. The installation's may tell one host of all programs."""
    if not keys.is_shared:
        return host_program_id
    metadata = about.get("metadata")
    named = metadata.get("program") if isinstance(metadata, dict) else None
    if isinstance(named, str) and named.isdecimal() and Program.objects.filter(pk=int(named)).exists():
        return int(named)
    return _by_customer(customer_in(about)) or host_program_id


def _by_customer(remote_id: str) -> int | None:
    if not remote_id:
        return None
    if current_program_id() and Customer.objects.filter(account="", remote_id=remote_id).exists():
        return current_program_id()
    with platform_scope():
        found = Customer.objects.filter(account="", remote_id=remote_id).first()
        return found.program_id if found else None
