"""Form-encoded nested parameters: `a[b][0]=c` becomes {"a": {"b": ["c"]}}."""

import re
from typing import Any
from urllib.parse import parse_qsl

from program.local.stripe.objects import Object

STEP = re.compile(r"\[([^\]]*)\]")


def decode(text: str) -> Object:
    tree: Object = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        head = name.partition("[")[0]
        _plant(tree, [head, *STEP.findall(name)], value)
    return {name: _listed(value) for name, value in tree.items()}


def _plant(tree: Object, path: list[str], value: str) -> None:
    for step in path[:-1]:
        here = _free(tree, step)
        if not isinstance(tree.get(here), dict):
            tree[here] = {}
        tree = tree[here]
    tree[_free(tree, path[-1])] = value


def _free(tree: Object, step: str) -> str:
    """`a[]=x&a[]=y` counts by itself."""
    return step or str(len(tree))


def _listed(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if value and all(name.isdigit() for name in value):
        return [_listed(value[name]) for name in sorted(value, key=int)]
    return {name: _listed(inner) for name, inner in value.items()}
