"""A quiz with and without scripts, a module completed to its badge, and the schedule, in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE, Visit
from tests.browser.inspection import Inspector
from tests.browser.quizzes import CHECK, choose, pass_quiz
from tests.browser.stage import STAFF, Open
from tests.browser.steps import signed_in

pytestmark = pytest.mark.browser

COACH = "coach@first-million.example"
MODULE = "/curriculum/validation/"
LESSON = f"{MODULE}customers-before-code/"


def test_visitor_answers_without_scripts(open_browser: Open) -> None:
    """A round trip back to the quiz; the page says why, and the next try keeps what was right."""
    page = open_browser(Visit("visitor", PHONE, has_scripts=False)).new_page()
    page.goto(LESSON)
    page.get_by_role("button", name=CHECK).click()
    expect(page.get_by_text("Choose an answer.").first).to_be_visible()
    for number in range(6):
        if page.locator("#quiz form").count():
            choose(page, number)
            page.get_by_role("button", name=CHECK).click()
            assert page.url.endswith("#quiz")
            expect(page.locator("#quiz .quiz-verdict").first).to_be_in_viewport()
    expect(page.locator("#quiz")).to_contain_text("All right.")
    expect(page.locator("#quiz").get_by_role("link", name="Join free")).to_be_visible()


def test_answers_are_swapped_in_place(open_browser: Open) -> None:
    """No other page is opened, and a screen reader stands where the result is."""
    page = open_browser(Visit("visitor", DESKTOP)).new_page()
    page.goto(LESSON)
    address = page.url
    page.get_by_role("button", name=CHECK).click()
    expect(page.locator("#quiz").get_by_role("status")).to_contain_text("not answered yet")
    expect(page.locator("#quiz").get_by_role("status")).to_be_focused()
    choose(page, 0)
    page.get_by_role("button", name=CHECK).click()
    expect(page.locator("#quiz .quiz-verdict").first).to_be_visible()
    assert page.url == address


def test_coach_completes_a_module_and_shows_the_badge(open_browser: Open) -> None:
    page = signed_in(open_browser(Visit("coach", PHONE)), COACH)
    page.goto(MODULE)
    lessons = page.locator(".lesson-title a").evaluate_all("links => links.map((link) => link.pathname)")
    for lesson in lessons:
        page.goto(lesson)
        pass_quiz(page)
        page.get_by_role("button", name="Mark as done").click()
    expect(page.get_by_text("You have completed the module")).to_be_visible()
    page.get_by_role("link", name="See and share your badge").click()
    badge = page.url
    inspector = Inspector(open_browser(Visit("visitor", DESKTOP)).new_page())
    inspector.visit(badge)
    inspector.page.goto(badge)
    expect(inspector.page.get_by_role("heading", level=1)).to_have_text("Dana Okafor")
    expect(inspector.page.get_by_role("img", name=re.compile("Badge of module 1"))).to_be_visible()
    assert not inspector.found, inspector.said
    page.goto("/desk/")
    expect(page.get_by_text("Completed:")).to_be_visible()


def test_staff_open_everything_and_take_it_back(open_browser: Open) -> None:
    staff = signed_in(open_browser(Visit("staff", DESKTOP)), STAFF)
    staff.goto("/admin/curriculum/opening/schedule/")
    staff.get_by_role("link", name="Propose one lesson a week").click()
    expect(staff.get_by_text("This is a proposal")).to_be_visible()
    staff.get_by_role("button", name="Open everything now").click()
    expect(staff.get_by_text("Everything is open to everybody.")).to_be_visible()
    staff.get_by_role("button", name="Take it back").click()
    expect(staff.get_by_text("Order and dates hold again.")).to_be_visible()
