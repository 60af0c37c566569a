"""Pages of a list, the newest first."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from program.local.stripe.errors import invalid
from program.local.stripe.objects import Object, as_list
from program.local.stripe.unit import Unit

COMPARISONS: dict[str, Callable[[int, int], bool]] = {
    "gt": lambda value, limit: value > limit,
    "gte": lambda value, limit: value >= limit,
    "lt": lambda value, limit: value < limit,
    "lte": lambda value, limit: value <= limit,
}
PAGING = ("limit", "starting_after", "ending_before", "expand")


def listed(
    unit: Unit, kind: str, url: str, given: Mapping[str, Any], **special: Callable[[Object, Any], bool]
) -> Object:
    """Filters compare fields of the same name, unless `special` says how."""
    found: Iterable[Object] = (one for one in unit.account.all(kind) if not one.get("_deleted"))
    for name, wanted in given.items():
        if name not in PAGING:
            found = _kept(found, special.get(name, _same(name)), wanted)
    return paged(unit, list(found)[::-1], kind, url, given)


def paged(unit: Unit, found: list[Object], kind: str, url: str, given: Mapping[str, Any]) -> Object:
    """`found` in the order that it is shown in."""
    limit = given.get("limit", 10)
    if not 1 <= limit <= 100:
        bound = ("less than or equal to 100", "greater than or equal to 1")[limit < 1]
        raise invalid(f"This value must be {bound}.", "limit", "parameter_invalid_integer")
    ids = [one["id"] for one in found]
    if before := given.get("ending_before"):
        stop = _place(ids, before, kind, unit, "ending_before")
        return as_list(found[max(0, stop - limit) : stop], url, has_more=stop > limit)
    start = 0
    if after := given.get("starting_after"):
        start = _place(ids, after, kind, unit, "starting_after") + 1
    return as_list(found[start : start + limit], url, has_more=len(found) > start + limit)


def within(value: int | None, wanted: Any) -> bool:
    if isinstance(wanted, int):
        return value == wanted
    return value is not None and all(COMPARISONS[name](value, limit) for name, limit in wanted.items())


def _place(ids: list[str], wanted: str, kind: str, unit: Unit, param: str) -> int:
    if wanted not in ids:
        unit.get(kind, wanted, param)
        raise invalid(f"{wanted} is not in this list", param)
    return ids.index(wanted)


def _kept(found: Iterable[Object], test: Callable[[Object, Any], bool], wanted: Any) -> Iterable[Object]:
    return [one for one in found if test(one, wanted)]


def _same(name: str) -> Callable[[Object, Any], bool]:
    def test(one: Object, wanted: Any) -> bool:
        if isinstance(wanted, dict) or name == "created":
            return within(one.get(name), wanted)
        return bool(one.get(name) == wanted)

    return test
