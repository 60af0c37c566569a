"""The catalogue of translations, and the pieces of it that a page shows between two tags."""

import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django.conf import settings

PO = "locale/pt_BR/LC_MESSAGES/django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|(?<!\w)\{\w+\}")
TAG = re.compile(r"<[^>]+>")


def read_catalogue(root: Path | None = None) -> Catalog:
    with ((root or settings.LOCALE_PATHS[0].parent) / PO).open("rb") as file:
        return read_po(file, locale="pt_BR")


def messages() -> list[Message]:
    return [message for message in read_catalogue() if message.id]


def sources(message: Message) -> tuple[str, ...]:
    """Its English, with the plural where it has one."""
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def translations(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def pieces(text: str) -> Iterator[str]:
    """What stands between tags, each piece a text of its own on the page."""
    for piece in TAG.split(text):
        if re.search(r"[^\W\d_]{2}", PLACEHOLDER.sub("", piece)):
            yield " ".join(piece.split())


def english_only() -> re.Pattern[str]:
    """Matches a text that is a piece of the catalogue's English and of none of its Portuguese."""
    portuguese = {piece for message in messages() for text in translations(message) for piece in pieces(text)}
    english = {piece for message in messages() for text in sources(message) for piece in pieces(text)}
    return re.compile("|".join(as_pattern(piece) for piece in sorted(english - portuguese)))


def as_pattern(piece: str) -> str:
    return ".+".join(re.escape(part) for part in PLACEHOLDER.split(piece))
