"""A question's way: asked under a lesson, taken to a roundtable, answered there, and found again by its minute."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, Visit
from tests.browser.stage import ROUNDTABLES, STAFF, Open, row_id, schedule
from tests.browser.steps import fill, mailed, signed_in

pytestmark = pytest.mark.browser

FOUNDER = "founder@first-million.example"
LESSON = "/curriculum/validation/customers-before-code/"
WORDS = "What do I say when they ask for a discount?"
TITLE = "A table that runs right now"


def began(minutes: int) -> dict[str, str]:
    at = datetime.now(UTC) - timedelta(minutes=minutes)
    return {"date": f"{at:%Y-%m-%d}", "time": f"{at:%H:%M}", "time_zone": "UTC", "minutes": "60"}


def test_question_goes_to_the_next_roundtable_and_its_answer_comes_back(open_browser: Open) -> None:
    member = signed_in(open_browser(Visit("phone without scripts", PHONE, has_scripts=False)), FOUNDER)
    staff = signed_in(open_browser(Visit("desktop", DESKTOP)), STAFF)
    number = schedule(staff, TITLE, state="open", **began(minutes=10))
    ask(member)
    member.goto(f"/roundtables/{number}/")
    expect(member.get_by_role("heading", name="Questions from the curriculum")).to_be_visible()
    expect(member.locator(".brought li", has_text=WORDS)).to_contain_text("Customers before code")
    at = answer(staff)
    assert re.fullmatch(r"1\d:\d\d", at)
    assert mailed(staff, FOUNDER, "Your question is answered: Customers before code")
    told = f"Answered at roundtable no. {number}, at {at}"
    member.goto(LESSON)
    expect(member.locator("#questions")).to_contain_text("The recording is coming.")
    publish(staff)
    member.goto(LESSON)
    member.get_by_role("link", name=told).click()
    expect(member.locator(".question-moment")).to_contain_text(f"Question at {at}")
    watch = member.get_by_role("link", name=f"Watch from {at}").first
    assert re.search(r"\?t=\d+s$", watch.get_attribute("href") or "")
    member.locator(".question-moment").get_by_role("link", name="Customers before code").click()
    expect(member.locator("#questions")).to_contain_text(WORDS)


def ask(member: Page) -> None:
    member.goto(LESSON)
    form = member.locator("#questions form")
    form.get_by_label("Your question").fill(WORDS)
    form.get_by_label("Take it to a roundtable").check()
    form.get_by_role("button", name="Ask").click()
    expect(member.locator("#questions li", has_text=WORDS)).to_contain_text("Goes to the next roundtable")


def answer(staff: Page) -> str:
    """With the minute that the page proposes."""
    staff.goto(f"{ROUNDTABLES}{row_id(staff, TITLE)}/change/")
    staff.locator(".object-tools").get_by_role("link", name="Questions", exact=True).click()
    question = staff.locator(".question-here", has_text=WORDS)
    at = question.get_by_label("Answered at").input_value()
    question.get_by_role("button", name="Answered here").click()
    expect(staff.locator(".messagelist")).to_contain_text("Whoever asked is told by mail, once.")
    return at


def publish(staff: Page) -> None:
    """Once the roundtable is over."""
    pk = row_id(staff, TITLE)
    staff.goto(f"{ROUNDTABLES}{pk}/change/")
    fill(staff, **began(minutes=90), recording_url="https://youtu.be/stage", recording_tier="free")
    staff.goto(f"{ROUNDTABLES}{pk}/publish/")
    staff.locator(".submit-row input.default").click()
