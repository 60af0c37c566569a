"""What create and update of every kind have in common."""

from collections.abc import Iterable
from typing import Any

from program.local.stripe.objects import Object


def apply_metadata(one: Object, given: Object) -> None:
    """Keys are merged; an empty text takes a key away, and no value at all takes all of them."""
    if "metadata" not in given:
        return
    if given["metadata"] is None:
        one["metadata"] = {}
        return
    merged = {**one["metadata"], **given["metadata"]}
    one["metadata"] = {key: value for key, value in merged.items() if value != ""}


def apply(one: Object, given: Object, names: Iterable[str]) -> None:
    one.update({name: given[name] for name in names if name in given})
    apply_metadata(one, given)


def clean(metadata: Any) -> Object:
    return {key: value for key, value in (metadata or {}).items() if value != ""}
