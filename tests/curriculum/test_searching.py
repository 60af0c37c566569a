"""Searching what one may read; nothing behind a wall is found by its words, shown or hinted at."""

from dataclasses import replace

import pytest
from django.test import Client

from curriculum.catalogue import catalogue
from curriculum.models import OwnLesson, OwnText, Revision
from curriculum.searching.plain import without_accents
from curriculum.searching.snippets import snippets
from curriculum.searching.vectors import vector_of
from program.tenancy.scope import program_scope
from tests.cast import Cast
from tests.curriculum.conftest import queries

pytestmark = pytest.mark.usefixtures("course")


def found(browser: Client, words: str) -> str:
    answer = browser.get("/search/", {"q": words})
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_visitor_finds_free_lessons_by_a_word_of_their_text(visitor: Client) -> None:
    page = found(visitor, "herring")
    assert 'href="/curriculum/asking/first-question/"' in page
    assert "The <mark>herring</mark> asks first" in page


def test_words_are_found_in_their_other_forms(visitor: Client) -> None:
    assert "/curriculum/counting/count/" in found(visitor, "magpies counting")


def test_gated_words_find_nothing_and_stay_out_of_the_page(visitor: Client, alice: Client) -> None:
    for browser in (visitor, alice):
        for word in ("okapicanary", "quollpremiumcanary", "ibexcanary"):
            page = found(browser, word)
            assert "Nothing was found" in page
            assert page.count(word) == page.replace(f'value="{word}"', "").count(word) + 1


def test_gated_lesson_is_found_by_what_everybody_may_know_and_shows_its_teaser(visitor: Client) -> None:
    page = found(visitor, "second question")
    assert 'href="/curriculum/asking/second-question/"' in page
    assert "Not open to you yet" in page
    assert "okapicanary" not in page


def test_open_tier_finds_and_shows_the_text(reader: Client) -> None:
    page = found(reader, "okapicanary")
    assert "<mark>okapicanary</mark> listens" in page


def test_lesson_closed_by_its_prerequisite_is_not_searched(reader: Client) -> None:
    assert "Nothing was found" in found(reader, "ibexcanary")


def test_portuguese_is_found_with_and_without_its_accents(visitor: Client) -> None:
    visitor.cookies["language"] = "pt-br"
    for words in ("arenques", "arenque começa", "arenque comeca"):
        assert "A primeira pergunta" in found(visitor, words)
    assert "Não perguntar a ninguém" in found(visitor, "nao ninguem")


@pytest.mark.parametrize(
    "words", ["", "   ", "the", "a & b | !", "'; DROP TABLE x; --", "\x00", "é" * 500, "<script>", '"']
)
def test_odd_words_find_nothing_and_break_nothing(visitor: Client, words: str) -> None:
    page = found(visitor, words)
    assert "<script>" not in page.replace('<script src="', "")


def test_own_lesson_is_found_in_its_program_alone(visitor: Client, charlie: Client, cast: Cast) -> None:
    with program_scope(cast.a.pk):
        from curriculum.models import Module

        own = OwnLesson.objects.create(module=Module.objects.get(slug="counting"), slug="ours", tier="free")
        text = OwnText.objects.create(own_lesson=own, language="en")
        words = {
            "title": "Ours",
            "summary": "S",
            "teaser": "T",
            "body": "B",
            "body_html": "<p>The capybara signs.</p>",
        }
        revision = Revision.objects.create(text=text, number=1, digest="d", **words)
        OwnText.objects.filter(pk=text.pk).update(published=revision, search=vector_of(revision, "en"))
    assert "<mark>capybara</mark> signs" in found(visitor, "capybara")
    assert "Nothing was found" in found(charlie, "capybara")


def test_mistakes_and_books_are_found(visitor: Client) -> None:
    assert 'href="/mistakes/#counting-wishes"' in found(visitor, "wish revenue")
    assert 'href="/library/#asking-well"' in found(visitor, "asking series")


def test_search_asks_as_much_for_many_results_as_for_one(reader: Client) -> None:
    assert queries(reader, "/search/?q=magpie") == queries(reader, "/search/?q=question+OR+count+OR+curious")


@pytest.mark.usefixtures("in_a")
def test_snippet_of_accents_typed_apart_marks_the_word_that_was_found() -> None:
    """As texts pasted from PDF files or written on a Mac have them: a letter, and its accent after it."""
    told = replace(catalogue("en").lessons[1], teaser=f"{'Cafe\u0301 ' * 9}and the capybara signs.")
    (snippet,) = snippets("capybara", [(told, False)])
    assert "<mark>capybara</mark> signs" in snippet


@pytest.mark.usefixtures("in_a")
def test_of_equals_the_first_on_the_path_stands_first(visitor: Client) -> None:
    page = found(visitor, "teaser")
    titles = ["The second question", "Ask for money", "Ask again"]
    assert sorted(titles, key=lambda title: page.index(f">{title}</a>")) == titles


def test_without_accents_keeps_the_length() -> None:
    for words in ("validação", "ﬁnança", "Ação e reação", "日本"):
        assert len(without_accents(words)) == len(words)
    assert without_accents("e\u0301te") == "ete"
    assert without_accents("Validação ÀÉÎõü ß") == "Validacao AEIou ß"
