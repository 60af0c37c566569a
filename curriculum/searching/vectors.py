"""What of a lesson can be searched for, weighed: its title most, its text least.

Weights A and B are what everybody may know of a lesson; D is its text, behind the wall.
"""

from typing import Protocol

from django.contrib.postgres.search import SearchVector
from django.db.models import Value
from django.utils.html import strip_tags

from curriculum.searching.plain import without_accents

CONFIGURATIONS = {"en": "english", "pt-br": "portuguese"}


class Searchable(Protocol):
    """The words of a lesson, read from a file or saved by an editor."""

    @property
    def title(self) -> str: ...
    @property
    def summary(self) -> str: ...
    @property
    def teaser(self) -> str: ...
    @property
    def body_html(self) -> str: ...


def configuration_of(language: str) -> str:
    """PostgreSQL's rules for words of that language; without rules of their own words are taken as they stand."""
    return CONFIGURATIONS.get(language, "simple")


def vector_of(words: Searchable, language: str) -> SearchVector:
    parts = (("A", words.title), ("B", f"{words.summary} {words.teaser}"), ("D", strip_tags(words.body_html)))
    first, *rest = (
        SearchVector(Value(without_accents(text)), weight=weight, config=configuration_of(language))
        for weight, text in parts
    )
    return sum(rest, first)
