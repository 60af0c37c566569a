"""The place in a text where the words were found, in the text's own spelling."""

import re
import unicodedata
from collections.abc import Sequence
from html import unescape

from django.db import connection
from django.utils.html import format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString

from curriculum.entries import LessonEntry
from curriculum.reading import body_of
from curriculum.searching.plain import without_accents
from curriculum.searching.vectors import configuration_of

type Snippet = SafeString

OPEN, CLOSE, GAP = "\ue000", "\ue001", "\ue002"
OPTIONS = f"StartSel={OPEN}, StopSel={CLOSE}, MaxFragments=2, MaxWords=24, MinWords=12, FragmentDelimiter={GAP}"
HEADLINES = """
SELECT ts_headline(given.rules::regconfig, given.words, websearch_to_tsquery(given.rules::regconfig, %s), %s)
FROM unnest(%s, %s) WITH ORDINALITY AS given (rules, words, place) ORDER BY given.place
"""


def snippets(words: str, lessons: Sequence[tuple[LessonEntry, bool]]) -> list[Snippet]:
    """One statement for all. Of a lesson that is not open only its teaser is read."""
    if not lessons:
        return []
    said = (text_of(lesson) if is_open else lesson.teaser for lesson, is_open in lessons)
    texts = [unicodedata.normalize("NFC", text) for text in said]  # A letter and its accent are one, as in `plain`.
    plain = [without_accents(text) for text in texts]
    rules = [configuration_of(lesson.language) for lesson, _is_open in lessons]
    with connection.cursor() as cursor:
        cursor.execute(HEADLINES, [without_accents(words), OPTIONS, rules, plain])
        found = [row[0] for row in cursor.fetchall()]
    return [in_its_spelling(headline, bare, text) for headline, bare, text in zip(found, plain, texts, strict=True)]


def text_of(lesson: LessonEntry) -> str:
    return " ".join(unescape(strip_tags(body_of(lesson).html)).split())


def in_its_spelling(headline: str, plain: str, text: str) -> Snippet:
    """The fragments, looked up in the text without accents and cut out of the text with them."""
    fragments = [marked(fragment, plain, text) for fragment in headline.split(GAP)]
    return format_html_join(" … ", "{}", ((fragment,) for fragment in fragments if fragment))


def marked(fragment: str, plain: str, text: str) -> Snippet:
    bare = fragment.replace(OPEN, "").replace(CLOSE, "")
    start = plain.find(bare)
    if start < 0:
        return format_html("{}", bare)
    pieces, place = [], start
    for part, is_hit in parts(fragment):
        said = text[place : place + len(part)]
        pieces.append(format_html("<mark>{}</mark>", said) if is_hit else format_html("{}", said))
        place += len(part)
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def parts(fragment: str) -> list[tuple[str, bool]]:
    found = re.split(f"{OPEN}(.*?){CLOSE}", fragment)
    return [(part, place % 2 == 1) for place, part in enumerate(found)]
