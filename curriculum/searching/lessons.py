"""Finding lessons by their words: in the text of those that are open, in title and teaser of the others."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVectorField
from django.db.models import F, Func, Q, QuerySet, Value
from django.db.models.functions import Greatest

from curriculum.entries import Catalogue, LessonEntry
from curriculum.gates import may_read
from curriculum.learning.learner import Learner
from curriculum.models import LessonText, OwnText
from curriculum.searching.plain import without_accents
from curriculum.searching.snippets import Snippet, snippets
from curriculum.searching.vectors import configuration_of

MOST = 20
KNOWN_TO_ALL = "{a,b}"
TS_FILTER = '%(function)s(%(expressions)s::"char"[])'
OTHERS_SHARE = 0.9
"""A lesson that is not open stands below one that is and says the same."""


@dataclass(frozen=True, slots=True)
class Found:
    lesson: LessonEntry
    is_open: bool
    snippet: Snippet


def search_lessons(words: str, everything: Catalogue, learner: Learner) -> list[Found]:
    """The best first, of equals the first on the path. Gated words are neither shown nor searched."""
    is_open = {lesson.text_id: may_read(lesson, everything, learner) for lesson in everything.lessons}
    open_ones = [text_id for text_id, opened in is_open.items() if opened]
    closed = [text_id for text_id, opened in is_open.items() if not opened]
    ranked = ranks(words, open_ones, F("search")) | {
        text_id: rank * OTHERS_SHARE for text_id, rank in ranks(words, closed, public_part()).items()
    }
    found = [lesson for lesson in everything.lessons if lesson.text_id in ranked]
    best = [(one, is_open[one.text_id]) for one in sorted(found, key=lambda one: -ranked[one.text_id])[:MOST]]
    told = snippets(words, best)
    return [Found(lesson, opened, snippet) for (lesson, opened), snippet in zip(best, told, strict=True)]


def public_part() -> Func:
    parts = Value(KNOWN_TO_ALL)
    return Func(F("search"), parts, function="ts_filter", template=TS_FILTER, output_field=SearchVectorField())


def ranks(words: str, ids: list[int], vector: Any) -> dict[int, float]:
    """By the id of the text, those that hold the words; shared and own words are two tables."""
    shared = LessonText.objects.filter(pk__in=[pk for pk in ids if pk > 0])
    own = OwnText.objects.filter(published__in=[-pk for pk in ids if pk < 0])
    return dict(matching(words, shared, vector, "pk")) | {
        -pk: rank for pk, rank in matching(words, own, vector, "published_id")
    }


def matching(words: str, texts: QuerySet[Any], vector: Any, key: str) -> Iterable[tuple[int, float]]:
    queries = {language: query_for(words, language) for language, _name in settings.LANGUAGES}
    matches = Q()
    for language, query in queries.items():
        matches |= Q(language=language, searched=query)
    rank = Greatest(*(SearchRank(F("searched"), query) for query in queries.values()))
    found = texts.annotate(searched=vector).filter(matches).annotate(rank=rank)
    return [(row[key], row["rank"]) for row in found.values(key, "rank")]


def query_for(words: str, language: str) -> SearchQuery:
    return SearchQuery(without_accents(words), config=configuration_of(language), search_type="websearch")
