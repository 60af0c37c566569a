"""Header lines that Python would fold into encoded words, which no mail client reads there."""

from email._header_value_parser import get_unstructured
from email.headerregistry import BaseHeader, HeaderRegistry
from email.policy import Policy
from typing import Any


class OneLine(BaseHeader):
    """An address in angle brackets: longer than 78 characters, and to be left alone."""

    max_count = 1

    @classmethod
    def parse(cls, value: str, kwds: dict[str, Any]) -> None:
        kwds["parse_tree"] = get_unstructured(value)
        kwds["decoded"] = value

    def fold(self, *, policy: Policy) -> str:
        return f"List-Unsubscribe: {self}{policy.linesep}"


REGISTRY = HeaderRegistry()
REGISTRY.map_to_type("list-unsubscribe", OneLine)
