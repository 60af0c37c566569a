from pathlib import Path

import pytest
from django.test import Client

from tests.curriculum.conftest import queries, words
from tests.curriculum.content import Loader, lesson_file, write_folder

pytestmark = pytest.mark.usefixtures("lessons")

FREE = "/curriculum/asking/open-to-all/"


def test_visitor_reads_the_free_lesson_in_full(visitor: Client) -> None:
    page = words(visitor, FREE)
    for said in ("The herring swims", "Ask one person tonight.", "Asking nobody.", "https://example.org/book"):
        assert said in page
    assert "Lesson 1 of 3" in page
    assert "4 minutes to read" in page
    assert '<a href="#second-part">Second part</a>' in page
    assert '<h2 id="second-part">' in page
    assert 'rel="next" href="/curriculum/asking/for-curriculum/"' in page


def test_short_lesson_has_no_contents_list(visitor: Client) -> None:
    visitor.cookies["language"] = "pt-br"
    assert "lesson-contents" not in words(visitor, FREE)


def test_path_says_what_is_written_and_what_is_not(visitor: Client) -> None:
    page = words(visitor, "/curriculum/")
    assert "3 lessons, 14 min" in page
    assert "Two lessons on waiting are being written." in page
    assert "lessons done" not in page


def test_module_page_lists_lessons_and_outcomes(visitor: Client) -> None:
    page = words(visitor, "/curriculum/asking/")
    assert "Ask without leading." in page
    assert page.index("Open to all") < page.index("For the curriculum tier") < page.index("For the premium tier")


def test_unwritten_module_is_honest(visitor: Client) -> None:
    assert "Two lessons on waiting are being written." in words(visitor, "/curriculum/later/")


@pytest.mark.parametrize(
    "url",
    ["/curriculum/nothing/", "/curriculum/asking/nothing/", "/curriculum/later/open-to-all/", "/curriculum/asking/1/"],
)
def test_unknown_address_is_404(visitor: Client, alice: Client, url: str) -> None:
    assert visitor.get(url).status_code == 404
    assert alice.post(f"{url}done/").status_code in (302, 404)


def test_portuguese_reader_gets_portuguese(visitor: Client) -> None:
    visitor.cookies["language"] = "pt-br"
    page = words(visitor, FREE)
    assert "O arenque nada" in page
    assert '<h1 lang="pt-br" dir="auto">Aberta a todos</h1>' in page
    assert "language-note" not in page
    assert "Perguntar" in words(visitor, "/curriculum/")


def test_untranslated_lesson_is_english_and_says_so(premium: Client) -> None:
    premium.cookies["language"] = "pt-br"
    page = words(premium, "/curriculum/asking/for-premium/")
    assert "zanzibarpremiumcanary" in page
    assert '<h1 lang="en" dir="auto">' in page
    assert "language-note" in page


def test_long_titles_are_kept_whole(visitor: Client, load: Loader, tmp_path: Path) -> None:
    title = "Donaudampfschifffahrtsgesellschaft" * 3
    load(write_folder(tmp_path, title=title, summary="s" * 300))
    assert title in words(visitor, "/curriculum/many/lesson-1/")
    assert title in words(visitor, "/curriculum/many/")


@pytest.mark.parametrize("url", ["/curriculum/", "/curriculum/many/", "/curriculum/many/lesson-1/"])
def test_queries_are_the_same_at_1_and_30_lessons(alice: Client, load: Loader, tmp_path: Path, url: str) -> None:
    load(write_folder(tmp_path / "one", 1))
    one = queries(alice, url)
    load(write_folder(tmp_path / "thirty", 30))
    expected = 3 if "lesson-1" in url else 2  # the membership, what it has done, and a lesson's questions
    assert queries(alice, url) == one == expected


def test_visitor_costs_no_query(visitor: Client) -> None:
    for url in ("/curriculum/", "/curriculum/asking/", FREE, "/premium/"):
        assert queries(visitor, url) == 0
        assert visitor.get(url).cookies == {}


def test_page_without_contents_still_weighs_little(visitor: Client) -> None:
    assert len(visitor.get(FREE).content) < 30_000


def test_changed_lesson_is_seen_at_once_by_members(alice: Client, load: Loader, tmp_path: Path) -> None:
    folder = write_folder(tmp_path)
    load(folder)
    assert "Text." in words(alice, "/curriculum/many/lesson-1/")
    (folder / "many/01-lesson-1/en.md").write_text(lesson_file(body="## Part\n\nOther words.\n"))
    load(folder)
    assert "Other words." in words(alice, "/curriculum/many/lesson-1/")


def test_premium_page_is_for_everyone_and_names_no_price(visitor: Client, reader: Client) -> None:
    page = words(visitor, "/premium/")
    assert "arranged personally for now" in page
    assert "Your tier" not in page
    assert not {"$", "€", "R$"} & set(page)
    assert words(reader, "/premium/").count("Your tier") == 1
