"""A founder's first evening, from the front page to the recording, as real people would spend it.

Everything is real: the house runs, mail goes through the outbox and a worker, and is read in the dev mailbox.
"""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from program.local.demo.people import PASSWORD
from tests.browser.conftest import DESKTOP, PHONE, Visit
from tests.browser.quizzes import pass_quiz
from tests.browser.stage import Open, grant_premium
from tests.browser.steps import mailed_code, signed_in

pytestmark = pytest.mark.browser

WAYS = [
    Visit("desktop", DESKTOP),
    Visit("phone", PHONE, theme="dark"),
    Visit("desktop without scripts", DESKTOP, has_scripts=False),
    Visit("phone without scripts", PHONE, has_scripts=False, theme="dark"),
]
FREE_LESSON = "/curriculum/validation/customers-before-code/"
PREMIUM_LESSON = "/curriculum/financing/who-is-paid-first/"


@pytest.mark.parametrize("visit", WAYS, ids=lambda visit: visit.name)
def test_founder_spends_a_first_evening(visit: Visit, open_browser: Open) -> None:
    page = open_browser(visit).new_page()
    address = f"mara-{uuid4().hex[:8]}@example.org"

    looks_at_the_front_page(page, visit)
    follows_an_invite(page)
    signs_up(page, address)
    names_a_venture(page)
    reads_and_finishes_a_lesson(page)
    meets_the_wall(page)
    number = takes_a_seat(page)
    gets_the_confirmation(page, address, number)

    staff = signed_in(open_browser(Visit("staff", DESKTOP)), "staff@first-million.example")
    grant_premium(staff, address)
    expect(staff.locator(".messagelist, .messages")).to_be_visible()
    reads_behind_the_wall(page)


def test_staff_publish_a_recording_and_each_registrant_is_mailed_once(open_browser: Open) -> None:
    staff = signed_in(open_browser(Visit("staff", DESKTOP)), "staff@first-million.example")
    staff.goto("/admin/roundtables/roundtable/")
    staff.get_by_role("link", name=re.compile("Selling before there is anything")).click()
    staff.get_by_label("Recording link").fill("https://video.example.org/101")
    staff.get_by_role("button", name="Save and continue editing").click()
    staff.get_by_role("link", name=re.compile("Publish")).or_(
        staff.get_by_role("button", name=re.compile("Publish"))
    ).first.click()
    confirm_if_asked(staff)

    mails = mails_about(staff, "recording")
    assert len(mails) >= 10
    assert len(mails) == len(set(mails)), "somebody was mailed twice"


def test_staff_schedule_a_roundtable_that_visitors_see(open_browser: Open) -> None:
    staff = signed_in(open_browser(Visit("staff", DESKTOP)), "staff@first-million.example")
    staff.goto("/admin/roundtables/roundtable/add/")
    staff.get_by_label("Title").fill("A table set by hand")
    staff.get_by_label("Room link").fill("https://meet.example.org/by-hand")
    staff.locator("[name=_save]").click()
    expect(staff.locator(".messagelist, .messages")).to_contain_text("A table set by hand")

    visitor = open_browser(Visit("visitor", PHONE)).new_page()
    visitor.goto("/roundtables/?fresh=1")
    expect(visitor.get_by_role("link", name="A table set by hand")).to_be_visible()


def looks_at_the_front_page(page: Page, visit: Visit) -> None:
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("first million")
    ticket = page.locator(".ticket").first
    expect(ticket).to_contain_text("UTC")
    if visit.has_scripts:
        expect(ticket).to_contain_text("GMT+5:30")
    expect(page.locator(".path > li")).to_have_count(8)
    expect(page.locator(".mission")).to_contain_text("0")


def follows_an_invite(page: Page) -> None:
    page.goto("/i/first-evening/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Frank invites you")
    page.get_by_role("button", name=re.compile("Join")).click()
    expect(page).to_have_url(re.compile("/accounts/signup/"))


def signs_up(page: Page, address: str) -> None:
    page.get_by_label("Your name").fill("Mara of the browser")
    page.locator("input[type=email]").fill(address)
    page.locator("input[type=password]").first.fill(PASSWORD)
    page.get_by_role("button", name="Send me a code").click()
    code = mailed_code(page, address)
    page.get_by_label(re.compile("code", re.IGNORECASE)).fill(code)
    page.locator("main button.button").first.click()
    page.wait_for_url(re.compile("/(desk|venture)/"))


def names_a_venture(page: Page) -> None:
    page.goto("/venture/")
    page.get_by_label("What is your venture called?").fill("Harbour Ledger")
    page.locator("main button.button").first.click()
    page.goto("/desk/")
    expect(page.locator("main")).to_contain_text("Harbour Ledger")


def reads_and_finishes_a_lesson(page: Page) -> None:
    page.goto("/curriculum/")
    page.get_by_role("link", name="Validation").first.click()
    page.get_by_role("link", name="Customers before code").first.click()
    expect(page.locator(".prose").first).to_contain_text("Webvan")
    pass_quiz(page)
    page.get_by_role("button", name="Mark as done").click()
    expect(page.locator("#done")).to_contain_text("You are done with this lesson")


def meets_the_wall(page: Page) -> None:
    page.goto(PREMIUM_LESSON)
    expect(page.locator("main")).to_contain_text("Premium")
    assert "<h2" not in page.content() or page.locator(".prose h2").count() == 0


def takes_a_seat(page: Page) -> int:
    page.goto("/desk/")
    page.get_by_role("link", name=re.compile("Take a seat at no")).first.click()
    number = int(re.findall(r"/roundtables/(\d+)/", page.url)[0])
    page.get_by_role("button", name="Take a seat").click()
    expect(page.locator("main")).to_contain_text("You have a seat")
    return number


def gets_the_confirmation(page: Page, address: str, number: int) -> None:
    mailbox = page.context.new_page()
    for _ in range(60):
        mailbox.goto("/dev/mail/")
        row = mailbox.locator(".mail-row", has_text=address).filter(has_text=str(number)).first
        if row.count():
            row.get_by_role("link").first.click()
            break
        mailbox.wait_for_timeout(250)
    with mailbox.expect_download() as download:
        mailbox.get_by_role("link", name=re.compile(r"\.ics")).click()
    calendar = download.value.path().read_text()
    assert "BEGIN:VEVENT" in calendar
    assert f"/roundtables/{number}/" in calendar.replace("\r\n ", "")
    mailbox.close()


def reads_behind_the_wall(page: Page) -> None:
    page.goto(PREMIUM_LESSON)
    expect(page.get_by_role("button", name="Mark as done")).to_be_visible()
    expect(page.locator(".prose h2").first).to_be_visible()


def confirm_if_asked(page: Page) -> None:
    button = page.locator("main form button.button, #content form [type=submit]").filter(
        has_text=re.compile("Publish|Yes")
    )
    if button.count():
        button.first.click()


def mails_about(page: Page, words: str) -> list[str]:
    """Addresses of the mails whose subject has these words, once no more arrive."""
    found: list[str] = []
    for _ in range(60):
        page.goto("/dev/mail/")
        rows = page.locator(".mail-row", has_text=re.compile(words, re.IGNORECASE))
        now = rows.locator(".mail-row-to").all_text_contents()
        if found and len(now) == len(found):
            return now
        found = now
        page.wait_for_timeout(700)
    return found
