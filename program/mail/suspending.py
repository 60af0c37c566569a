"""Addresses that get no mail but account mail, in any program: mail to them came back, or was called unwanted."""

from collections.abc import Collection
from typing import Any

from program.audit.log import record
from program.mail.models import OptOut, Suspension

MOST_WORDS = 300


def suspend(address: str, cause: Suspension.Cause, words: str = "") -> None:
    """Safe to repeat; what was learnt last stands."""
    detail = " ".join(words.replace("\0", "").split())[:MOST_WORDS]
    found = Suspension(address=address.strip().lower(), cause=cause, detail=detail)
    Suspension.objects.bulk_create(
        [found], update_conflicts=True, unique_fields=["address"], update_fields=["cause", "detail", "since"]
    )


def suspension_of(address: str) -> Suspension | None:
    return Suspension.objects.filter(address=address.strip().lower()).first()


def try_again(suspension: Suspension, *, by: Any = None) -> None:
    """Mail goes there from now on; if it comes back, the address is suspended anew."""
    record("tried again", suspension, by=by, changes={"cause": [suspension.cause, ""]})
    Suspension.objects.filter(address=suspension.address).delete()


def refusals(addresses: Collection[str]) -> set[tuple[str, str]]:
    """In one query: each address with a category it switched off, and with the cause why it is suspended."""
    opted_out = OptOut.objects.filter(address__in=addresses).values_list("address", "category")
    suspended = Suspension.objects.filter(address__in=addresses).values_list("address", "cause")
    return set(opted_out.union(suspended))
