"""People without an account around a small table: a seat, a waiting list, an offer, a seat given away, the room."""

import re
from datetime import timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from program import clock
from tests.browser.conftest import DESKTOP, PHONE, Visit
from tests.browser.stage import STAFF, Open, schedule
from tests.browser.steps import mailed, mailed_code, signed_in

pytestmark = pytest.mark.browser

WAYS = [
    Visit("phone", PHONE, theme="dark"),
    Visit("desktop without scripts", DESKTOP, has_scripts=False),
]


def address(name: str) -> str:
    return f"{name}-{uuid4().hex[:8]}@example.org"


def come(page: Page, number: int, email: str, action: str) -> None:
    """From the roundtable's page to one's own place, with a code by mail."""
    page.goto(f"/roundtables/{number}/register/")
    expect(page.get_by_role("heading", level=1)).to_have_text(action)
    page.get_by_label("Your name").fill(email.partition("-")[0].title())
    page.get_by_label("E-mail").fill(email)
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("Six-digit code").fill(mailed_code(page, email))
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/seat/**")


def link_in_mail(page: Page, email: str, words: str, act: str) -> str:
    """The address of something one may do, from the plain words of a mail."""
    letter = page.context.new_page()
    letter.goto(mailed(page, email, words))
    text = letter.locator(".mail-text").first.inner_text()
    letter.close()
    return str(re.findall(rf"https?://\S+/seat/\S+/{act}/", text)[0])


@pytest.mark.parametrize("visit", WAYS, ids=lambda visit: visit.name)
def test_seat_goes_from_hand_to_hand(visit: Visit, open_browser: Open) -> None:
    staff = signed_in(open_browser(Visit("staff", DESKTOP)), STAFF)
    number = schedule(staff, "A table with one chair", state="open", capacity="1")
    grace, hugo, ines = address("grace"), address("hugo"), address("ines")
    pages = {name: open_browser(visit).new_page() for name in (grace, hugo, ines)}

    come(pages[grace], number, grace, "Take a seat")
    expect(pages[grace].locator("main")).to_contain_text("You have a seat")
    come(pages[hugo], number, hugo, "Join the waiting list")
    expect(pages[hugo].locator("main")).to_contain_text("You are no. 1 on the waiting list")

    pages[grace].get_by_role("link", name="Cancel my registration").click()
    pages[grace].get_by_role("button", name="Cancel my registration").click()
    expect(pages[grace].locator("main, .messages").first).to_contain_text("Your registration is cancelled.")

    pages[hugo].goto(link_in_mail(pages[hugo], hugo, "A seat is free for you", "accept"))
    pages[hugo].get_by_role("button", name="Take the seat").click()
    expect(pages[hugo].locator("main")).to_contain_text("You have a seat")
    own_link = pages[hugo].url

    pages[hugo].get_by_role("link", name="Give my seat to somebody else").click()
    pages[hugo].get_by_label("Their name").fill("Ines")
    pages[hugo].get_by_label("Their e-mail").fill(ines)
    pages[hugo].get_by_role("button", name="Give my seat away").click()
    pages[hugo].goto(own_link)
    expect(pages[hugo].locator("main")).to_contain_text("given to somebody else")

    pages[ines].goto(link_in_mail(pages[ines], ines, "Hugo gives you a seat", "accept"))
    pages[ines].get_by_role("button", name="Take the seat").click()
    expect(pages[ines].locator("main")).to_contain_text("You have a seat")


def test_guest_enters_the_room_and_staff_see_who_came(open_browser: Open) -> None:
    staff = signed_in(open_browser(Visit("staff", DESKTOP)), STAFF)
    begins = (clock.now() + timedelta(minutes=10)).astimezone(ZoneInfo("America/Los_Angeles"))
    on = {"date": begins.strftime("%Y-%m-%d"), "time": begins.strftime("%H:%M")}
    number = schedule(staff, "A table that begins soon", state="open", **on)
    page, email = open_browser(Visit("phone", PHONE)).new_page(), address("grace")
    page.route("https://meet.example.org/**", lambda route: route.fulfill(body="The room"))

    come(page, number, email, "Take a seat")
    page.get_by_role("link", name="Enter the room").click()
    page.wait_for_url("https://meet.example.org/stage")

    staff.goto(f"/admin/roundtables/registration/?q={email}")
    expect(staff.locator("#result_list tbody tr")).to_contain_text("Grace")
    expect(staff.locator("#result_list img[alt=True]")).to_have_count(1)


def test_visitor_hears_once_when_registration_opens(open_browser: Open) -> None:
    staff = signed_in(open_browser(Visit("staff", DESKTOP)), STAFF)
    number = schedule(staff, "A date to look forward to", state="save_the_date")
    page, email = open_browser(Visit("desktop", DESKTOP)).new_page(), address("ines")

    page.goto(f"/roundtables/{number}/")
    page.get_by_role("link", name="Tell me when it opens").click()
    page.get_by_label("Your name").fill("Ines")
    page.get_by_label("E-mail").fill(email)
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("Six-digit code").fill(mailed_code(page, email))
    page.get_by_role("button", name="Continue").click()
    expect(page.locator("main, .messages").first).to_contain_text("We write to you once")

    staff.goto("/admin/roundtables/roundtable/")
    staff.get_by_role("link", name=re.compile("A date to look forward to")).first.click()
    staff.locator("[name=state]").select_option("open")
    staff.locator("[name=_save]").click()
    assert mailed(page, email, "You can register now")
