"""How a kept object looks in an answer: inner objects are put in, private keys stay out, `expand` is followed."""

from collections.abc import Callable
from typing import Any

from program.local.stripe.errors import invalid
from program.local.stripe.objects import Object, kind_of
from program.local.stripe.store import Account

type Look = Callable[[Account, Object, Object], None]
"""Changes what is shown; its third argument is the object as it is kept."""
type Extra = Callable[[Account, Object], Any]

LOOKS: dict[str, Look] = {}
EXTRAS: dict[tuple[str, str], Extra] = {}
"""Properties that are there only when asked for."""
BY_NAME = {"coupon": "coupon", "product": "product"}
DEPTH = 4


def look(kind: str) -> Callable[[Look], Look]:
    def keep(function: Look) -> Look:
        LOOKS[kind] = function
        return function

    return keep


def extra(kind: str, name: str) -> Callable[[Extra], Extra]:
    def keep(function: Extra) -> Extra:
        EXTRAS[kind, name] = function
        return function

    return keep


def present(account: Account, one: Object, expand: list[str] | None = None) -> Object:
    shown = _plain(account, one)
    for path in expand or []:
        steps = path.split(".")
        if len(steps) > DEPTH:
            raise invalid(f"You cannot expand more than {DEPTH} levels of a property. Property: {path}")
        _expand(account, shown, steps, path)
    return shown


def _plain(account: Account, one: Object) -> Object:
    if one.get("_deleted"):
        return {"id": one["id"], "object": one["object"], "deleted": True}
    shown = {name: _copied(account, value) for name, value in one.items() if name[0] != "_"}
    if special := LOOKS.get(str(one.get("object"))):
        special(account, shown, one)
    return shown


def _copied(account: Account, value: Any) -> Any:
    if isinstance(value, dict):
        if "object" in value:
            return _plain(account, value)
        return {name: _copied(account, inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_copied(account, inner) for inner in value]
    return value


def _expand(account: Account, node: Any, steps: list[str], path: str) -> None:
    if isinstance(node, list):
        for inner in node:
            _expand(account, inner, steps, path)
    elif isinstance(node, dict) and steps:
        _expand_property(account, node, steps[0], path)
        _expand(account, node.get(steps[0]), steps[1:], path)


def _expand_property(account: Account, node: Object, name: str, path: str) -> None:
    if name not in node:
        node[name] = _extra(account, node, name, path)
        return
    value = node[name]
    if isinstance(value, list):
        node[name] = [_whole(account, name, inner) for inner in value]
    else:
        node[name] = _whole(account, name, value)


def _extra(account: Account, node: Object, name: str, path: str) -> Any:
    kind = str(node.get("object"))
    if (kind, name) in EXTRAS:
        kept = account.find(kind, node["id"]) or node
        return _copied(account, EXTRAS[kind, name](account, kept))
    if "object" not in node or node.get("deleted"):
        return None
    raise invalid(f"This property cannot be expanded ({path}).")


def _whole(account: Account, name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    kind = kind_of(value) or BY_NAME.get(name, "")
    found = account.find(kind, value) or account.find(BY_NAME.get(name, ""), value)
    return _plain(account, found) if found else value
