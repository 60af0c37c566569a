"""A worksheet in a real browser: a phone without a network, two tabs, a crash; and what a coach does with it."""

import re

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.conftest import DESKTOP, PHONE, Visit
from tests.browser.inspection import Inspector
from tests.browser.stage import Open, grant_premium
from tests.browser.steps import mailed, signed_in

pytestmark = pytest.mark.browser

FOUNDER = "ambassador@first-million.example"
COACH = "coach@first-million.example"
STAFF = "staff@first-million.example"
LESSON = "/curriculum/validation/customers-before-code/"
SHEET = f"{LESSON}worksheet/"
LONG = 20_000
TYPE_ON = """box => {
    box.form.requestSubmit();
    box.value += ", and one sentence more";
    box.dispatchEvent(new Event("input", { bubbles: true }));
}"""
"""Fingers that are faster than the network."""


def open_sheet(page: Page) -> None:
    page.goto(SHEET)
    if page.locator("#worksheet").count() == 0:
        pytest.skip("the lesson has no worksheet yet")


def text(page: Page) -> Locator:
    return page.locator("#worksheet textarea").first


def named(context: BrowserContext) -> Page:
    """Signed in, with a venture: named in the sheet itself when there is none."""
    page = signed_in(context, FOUNDER)
    open_sheet(page)
    if page.locator("[name=venture-name]").count():
        page.locator("[name=venture-name]").fill("Harbour Ledger")
        text(page).fill("Typed before the venture had a name")
        page.locator(".sheet-bar button").click()
        expect(page.locator(".messages")).to_contain_text("Saved as version")
        expect(text(page)).to_have_value("Typed before the venture had a name")
    return page


def test_nothing_typed_on_a_phone_is_lost_without_a_network(open_browser: Open, complaints: list[str]) -> None:
    context = open_browser(Visit("phone", PHONE))
    page = named(context)
    page.goto(SHEET)
    box = page.locator("#worksheet textarea").first
    box.fill("Saved by itself")
    expect(page.locator("[data-save-state]")).to_contain_text("Saved at", timeout=LONG)

    context.set_offline(True)
    box.fill("Typed in the tunnel")
    expect(page.locator("[data-save-state]")).to_have_text("Not saved yet: no connection. Kept in this browser.")
    page.locator(".sheet-bar button").click()  # The button leads to no error page.
    expect(box).to_have_value("Typed in the tunnel")
    context.set_offline(False)
    expect(page.locator("[data-save-state]")).to_contain_text("Saved at", timeout=LONG)
    page.reload()
    expect(page.locator("#worksheet textarea").first).to_have_value("Typed in the tunnel")
    expect(page.locator("#kept-here")).to_be_hidden()
    complaints[:] = [said for said in complaints if "ERR_INTERNET_DISCONNECTED" not in said]


def test_text_of_a_page_that_crashed_is_offered_back(open_browser: Open, complaints: list[str]) -> None:
    context = open_browser(Visit("desktop", DESKTOP))
    page = named(context)
    page.goto(SHEET)
    context.set_offline(True)
    page.locator("#worksheet textarea").first.fill("Typed before the crash")
    page.wait_for_timeout(300)
    page.close()
    context.set_offline(False)

    page = context.new_page()
    page.goto(SHEET)
    kept = page.locator("#kept-here")
    expect(kept).to_be_visible(timeout=LONG)
    expect(kept).to_contain_text("Typed before the crash")
    kept.get_by_role("button", name="Put it back").click()
    expect(page.locator("#worksheet textarea").first).to_have_value("Typed before the crash")
    expect(page.locator("[data-save-state]")).to_contain_text("Saved at", timeout=LONG)
    page.reload()
    expect(page.locator("#worksheet textarea").first).to_have_value("Typed before the crash")
    page.wait_for_timeout(5000)
    expect(page.locator("#kept-here")).to_be_hidden()
    complaints[:] = [said for said in complaints if "ERR_INTERNET_DISCONNECTED" not in said]


def test_what_is_typed_while_the_button_saves_is_offered_back(open_browser: Open) -> None:
    page = named(open_browser(Visit("desktop", DESKTOP)))
    page.goto(SHEET)
    text(page).fill("Sent by the button")
    text(page).evaluate(TYPE_ON)
    expect(page.locator(".messages")).to_contain_text("Saved as version", timeout=LONG)
    expect(text(page)).to_have_value("Sent by the button")
    kept = page.locator("#kept-here")
    expect(kept).to_contain_text("and one sentence more", timeout=LONG)
    kept.get_by_role("button", name="Put it back").click()
    expect(page.locator("[data-save-state]")).to_contain_text("Saved at", timeout=LONG)
    expect(text(page)).to_have_value("Sent by the button, and one sentence more")


def test_two_tabs_lose_nothing_of_each_other(open_browser: Open) -> None:
    context = open_browser(Visit("desktop", DESKTOP))
    one = named(context)
    inspector = Inspector(one)
    one.goto(SHEET)
    other = context.new_page()
    other.goto(SHEET)
    one.locator("#worksheet textarea").nth(0).fill("From the first tab")
    expect(one.locator("[data-save-state]")).to_contain_text("Saved at", timeout=LONG)
    other.locator("#worksheet textarea").nth(1).fill("From the second tab")
    expect(other.locator("[data-save-state]")).to_contain_text("Saved at", timeout=LONG)
    expect(other.locator("#worksheet textarea").nth(0)).to_have_value("From the first tab")
    one.locator("#worksheet textarea").nth(1).fill("From the first tab, too")
    expect(one.locator("[data-save-state]")).to_contain_text("Both texts are here", timeout=LONG)
    expect(one.locator(".other-text")).to_contain_text("From the second tab")
    inspector.look()
    inspector.change_to(DESKTOP, "light")
    one.get_by_role("button", name="Use this text instead").click()
    expect(one.locator("#worksheet textarea").nth(1)).to_have_value("From the second tab")
    expect(one.locator(".other-text")).to_have_count(0)
    assert not inspector.found, inspector.said


def test_whoever_is_signed_out_meanwhile_keeps_the_text_and_saves_it_once_back(open_browser: Open) -> None:
    context = open_browser(Visit("desktop", DESKTOP))
    page = named(context)
    page.goto(SHEET)
    kept = context.cookies()
    context.clear_cookies()
    page.locator("#worksheet textarea").first.fill("Typed while signed out")
    expect(page.locator("[data-save-state]")).to_contain_text("you are signed out", timeout=LONG)
    context.add_cookies(kept)  # type: ignore[arg-type]
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("[data-save-state]")).to_contain_text("Saved at", timeout=LONG)


def test_worksheet_without_scripts(open_browser: Open) -> None:
    page = named(open_browser(Visit("phone without scripts", PHONE, has_scripts=False, theme="dark")))
    page.goto(SHEET)
    page.locator("#worksheet textarea").first.fill("Saved by the button")
    page.locator(".sheet-bar button").click()
    expect(page.locator(".messages")).to_contain_text("Saved as version")
    expect(page.locator("#worksheet textarea").first).to_have_value("Saved by the button")


def test_founder_asks_and_coach_answers_and_nothing_is_amiss(open_browser: Open) -> None:
    page = named(open_browser(Visit("founder", DESKTOP)))
    grant_premium(signed_in(open_browser(Visit("staff", DESKTOP)), STAFF), FOUNDER)
    page.goto(SHEET)
    page.locator("#worksheet textarea").first.fill("Dental clinics with two chairs")
    page.locator(".sheet-bar button").click()
    page.locator("#worksheet textarea").first.fill("Dental clinics with four chairs")
    page.locator(".sheet-bar button").click()
    page.get_by_role("button", name="Ask for feedback").click()
    expect(page.locator(".messages")).to_contain_text("Asked")

    coach = Inspector(signed_in(open_browser(Visit("coach", DESKTOP)), COACH))
    coach.visit("/admin/curriculum/worksheet/")
    coach.page.locator("#result_list tbody a").first.click()
    coach.look()
    box = coach.page.locator(".coach-box").nth(1)
    box.locator("summary").click()
    box.locator("textarea").fill("Which clinics, and where?")
    coach.page.locator(".submit-row input.default").click()
    expect(coach.page.locator(".messagelist")).to_contain_text("1 comment was sent")
    coach.look()
    mailed(page, FOUNDER, "Feedback on")

    founder = Inspector(page)
    for path in (
        "/worksheets/",
        SHEET,
        f"{SHEET}versions/",
        f"{SHEET}versions/1/",
        f"{SHEET}versions/compare/",
    ):
        founder.visit(path)
    page.goto(SHEET)
    page.get_by_role("link", name=re.compile("^Reply")).first.click()
    founder.look()
    page.locator("main textarea").fill("Those in Porto.")
    page.locator("main form button.button").click()
    expect(page.locator("main")).to_contain_text("Those in Porto.")
    with page.expect_download() as download:
        page.get_by_role("link", name="Take it along as PDF").click()
    assert download.value.path().read_bytes().startswith(b"%PDF-")
    assert not coach.found, coach.said
    assert not founder.found, founder.said
