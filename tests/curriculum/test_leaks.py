"""P26: the gated body is in no page, feed, search or API: every address of the site is asked for it."""

import re
from collections.abc import Iterator
from functools import partial

import pytest
from django.test import Client
from django.urls import get_resolver

from tests.curriculum.conftest import queries
from tests.isolation.addresses import PARAMETER, patterns

pytestmark = pytest.mark.usefixtures("course")

GATED = ("okapicanary", "ibexcanary", "quollpremiumcanary")
LESSONS = [
    *("asking/first-question", "asking/second-question", "asking/for-the-curious"),
    *("selling/ask-for-money", "selling/ask-again", "counting/count"),
]
QUERIES = ("", "?q=second+question", "?format=json", "?page=2", "?version=1")
SIGN_OUT = ("accounts/logout/", "admin/logout/")


def site_addresses() -> Iterator[str]:
    """Each address with every lesson where it names one, and with something that may exist elsewhere."""
    for pattern in patterns(get_resolver().url_patterns, ""):
        if pattern in SIGN_OUT:
            continue
        names = [match["name"] for match in PARAMETER.finditer(pattern)]
        for key in LESSONS if {"module", "lesson"} & set(names) else LESSONS[:1]:
            yield "/" + PARAMETER.sub(partial(value_of, key), pattern)


def value_of(key: str, match: re.Match[str]) -> str:
    module, _slash, lesson = key.partition("/")
    named = {"module": module, "lesson": lesson, "heading": "validation"}
    return named.get(match["name"], "1" if match["converter"] == "int" else "x")


@pytest.mark.parametrize("who", ["visitor", "alice"])
def test_no_address_tells_gated_words_to_visitors_or_free_members(who: str, request: pytest.FixtureRequest) -> None:
    browser: Client = request.getfixturevalue(who)
    browser.raise_request_exception = False
    asked = 0
    for address in site_addresses():
        for query in QUERIES:
            answer = browser.get(address + query)
            said = f"{answer.headers}{b''.join(answer).decode(errors='replace')}"
            assert [word for word in GATED if word in said] == [], address + query
            asked += answer.status_code == 200
    assert asked > 100


def test_the_words_are_there_to_leak(premium: Client) -> None:
    """The same look finds them where they may be seen."""
    assert "okapicanary" in premium.get("/curriculum/asking/second-question/").content.decode()
    assert "okapicanary" in premium.get("/curriculum/asking/print/").content.decode()


def test_json_for_machines_has_teasers_and_no_text(visitor: Client) -> None:
    told = visitor.get("/curriculum.json").json()
    assert [module["title"] for module in told["modules"]] == ["Asking", "Selling", "Counting"]
    second = told["modules"][0]["lessons"][1]
    assert (second["teaser"], second["tier"]) == ("The teaser of the second question.", "curriculum")
    assert set(second) == {"title", "summary", "teaser", "language", "url", "tier", "minutes"}


def test_whole_module_prints_what_is_open_and_the_teaser_of_the_rest(visitor: Client, reader: Client) -> None:
    page = visitor.get("/curriculum/asking/print/").content.decode()
    assert "The herring asks first." in page
    assert "The teaser of the second question." in page
    assert "This lesson is not open to you yet." in page
    assert "The okapicanary listens." in reader.get("/curriculum/asking/print/").content.decode()
    assert visitor.get("/curriculum/nothing/print/").status_code == 404


def test_whole_module_asks_no_more_for_more_lessons(reader: Client) -> None:
    """Three lessons or one: who reads, and how far they are; the words are in memory."""
    assert queries(reader, "/curriculum/asking/print/") == queries(reader, "/curriculum/counting/print/") == 2
