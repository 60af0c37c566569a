"""P30, P31: mistakes with lessons and patterns, pinned for whoever has the pattern; books with volume and link."""

import pytest
from django.test import Client

from curriculum.models import Intake, OwnBook
from program.tenancy.scope import program_scope
from tests.cast import Cast
from tests.curriculum.conftest import queries, words

pytestmark = pytest.mark.usefixtures("course")


def test_each_mistake_links_to_lessons_and_names_its_patterns(visitor: Client) -> None:
    page = words(visitor, "/mistakes/")
    mistake = page[page.index('id="asking-nobody"') : page.index('id="counting-wishes"')]
    assert "You build for people you never met." in mistake
    assert "Meet one tonight." in mistake
    assert 'href="/curriculum/asking/first-question/"' in mistake
    assert "Building before asking" in mistake


def test_learner_with_that_pattern_sees_the_mistake_pinned(alice: Client, bob: Client, cast: Cast) -> None:
    with program_scope(cast.a.pk):
        Intake.objects.create(membership=cast.alice, version=3, answers={}, patterns=["no_counting"])
    page = words(alice, "/mistakes/")
    assert page.index("Easily made from where you stand") < page.index("Counting wishes") < page.index("Asking nobody")
    assert page.count("Counting wishes") == 1
    assert "Easily made from where you stand" not in words(bob, "/mistakes/")


def test_book_has_volume_citation_and_outside_link(visitor: Client) -> None:
    page = words(visitor, "/library/")
    assert '<a href="https://example.org/asking-well" rel="noopener noreferrer"><cite>Asking Well</cite></a>' in page
    assert "A. Author<br>Example Press, 2001" in page
    assert "<cite>The Asking Series</cite>, volume 2" in page
    assert 'href="/curriculum/asking/first-question/"' in page
    assert "How to ask so that people tell what they did." in page
    assert "<cite>Counting Well</cite>" in page


def test_book_without_a_translation_is_told_in_english(visitor: Client) -> None:
    visitor.cookies["language"] = "pt-br"
    page = words(visitor, "/library/")
    assert "Como perguntar" in page
    assert 'lang="en">How to count what arrives.' in page


def test_programs_own_books_stand_first_and_in_no_other_program(visitor: Client, charlie: Client, cast: Cast) -> None:
    with program_scope(cast.a.pk):
        OwnBook.objects.create(title="Our Own Way", series="Ours", volume=1, note="What we learned.")
        OwnBook.objects.create(title="Not Yet", is_published=False)
    page = words(visitor, "/library/")
    assert page.index("Our Own Way") < page.index("Asking Well")
    assert "Not Yet" not in page
    assert "Our Own Way" not in words(charlie, "/library/")


def test_library_asks_as_much_for_thirty_books_as_for_one(alice: Client, cast: Cast) -> None:
    with program_scope(cast.a.pk):
        OwnBook.objects.create(title="One")
    at_one = queries(alice, "/library/")
    with program_scope(cast.a.pk):
        OwnBook.objects.bulk_create([OwnBook(title=f"Book {number}") for number in range(30)])
    assert queries(alice, "/library/") == at_one
