"""The diagnostic from its first question to the order of the path, and what stands beside the lessons."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, Visit
from tests.browser.inspection import Inspector
from tests.browser.stage import Open
from tests.browser.steps import signed_in

pytestmark = pytest.mark.browser

MEMBER = "ambassador@first-million.example"
NEXT = "main form button[type=submit]"


def answer_all(page: Page, place: int) -> None:
    """The answer at that place to each question of the nine headings; the last where there are fewer."""
    for _heading in range(9):
        for question in page.locator("main fieldset").all():
            answers = question.get_by_role("radio")
            answers.nth(min(place, answers.count() - 1)).check()
        page.locator(NEXT).first.click()


@pytest.mark.parametrize(
    "visit",
    [Visit("phone", PHONE), Visit("desktop without scripts", DESKTOP, has_scripts=False)],
    ids=lambda v: v.name,
)
def test_member_finds_out_where_they_stand(visit: Visit, open_browser: Open) -> None:
    page = signed_in(open_browser(visit), MEMBER)
    page.goto("/diagnostic/")
    page.locator("main a.button").first.click()
    first = page.get_by_role("radio").first
    first.check()
    page.locator(NEXT).first.click()
    expect(first).to_be_checked()  # The others are still open: the page stays, and so does what was chosen.
    answer_all(page, 0)
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Begin with Validation"))
    page.goto("/curriculum/")
    expect(page.locator(".path-module").first).to_contain_text("Validation")
    page.get_by_role("link", name="Why this order").click()
    page.get_by_role("link", name=re.compile("easily made from here")).click()
    expect(page.get_by_role("heading", name="Easily made from where you stand")).to_be_visible()


def test_result_has_nothing_amiss(open_browser: Open) -> None:
    page = signed_in(open_browser(Visit("desktop", DESKTOP)), MEMBER)
    inspector = Inspector(page)
    page.goto("/diagnostic/validation/")
    answer_all(page, 1)
    inspector.look()
    for path in ("/diagnostic/", "/mistakes/", "/library/", "/search/?q=price", "/curriculum/financing/print/"):
        inspector.visit(path)
    assert inspector.found == [], inspector.said


def test_visitor_searches_and_reads_text_only(open_browser: Open) -> None:
    page = open_browser(Visit("phone", PHONE)).new_page()
    fetched: list[str] = []
    page.goto("/curriculum/")
    page.get_by_label("Words to look for").fill("webvan groceries")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Customers before code").click()
    expect(page.locator("article")).to_contain_text("Webvan")
    page.get_by_role("link", name="Text only").click()
    expect(page.locator("html")).to_have_attribute("data-pages", "text")
    later = open_browser(Visit("the same phone another day", PHONE))  # A browser fetches ahead what it used before.
    later.add_cookies(page.context.cookies())  # type: ignore[arg-type]
    page = later.new_page()
    page.on("request", lambda request: fetched.append(request.url))
    page.goto("/curriculum/market/why-top-down-misleads/")
    page.wait_for_load_state("networkidle")
    expect(page.locator("article")).to_be_visible()
    assert [url for url in fetched if url.endswith(".woff2")] == []
