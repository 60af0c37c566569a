"""Staff plan a season, move all that follows, and write to those who come: in Django admin, as they would."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from program import clock
from tests.browser.conftest import DESKTOP, PHONE, Visit
from tests.browser.stage import ROUNDTABLES, STAFF, Open, first_id, row_id, write_note
from tests.browser.steps import mailed, signed_in

pytestmark = pytest.mark.browser

WAYS = [Visit("desktop", DESKTOP), Visit("phone without scripts", PHONE, has_scripts=False, theme="dark")]


@pytest.mark.parametrize("visit", WAYS, ids=lambda visit: visit.name)
def test_season_is_scheduled_and_moved_as_one(visit: Visit, open_browser: Open) -> None:
    staff = signed_in(open_browser(visit), STAFF)
    begins = clock.now() + timedelta(weeks=30 if visit.has_scripts else 40)
    title = f"A season, {visit.name}"
    staff.goto(f"/admin/roundtables/series/{first_id(staff, '/admin/roundtables/series/')}/season/")
    staff.get_by_label("From").fill(f"{begins:%Y-%m-%d}")
    staff.get_by_label("How many dates").fill("3")
    staff.get_by_role("button", name="Find the dates").click()
    for place, field in enumerate(staff.get_by_role("textbox", name=re.compile("Title")).all()):
        field.fill(f"{title} {place + 1}")
    staff.get_by_role("checkbox", name=re.compile("takes place", re.IGNORECASE)).nth(1).uncheck()
    staff.get_by_role("button", name="Schedule these").click()
    expect(staff.locator(".messagelist")).to_contain_text("2 roundtables were scheduled")
    hour = "09:30" if visit.has_scripts else "10:45"  # The series goes along, so the second walk begins elsewhere.
    move_all_that_follow(staff, f"{title} 1", hour)
    expect(staff.locator(".messagelist")).to_contain_text("Changed too: no.")
    staff.goto(f"{ROUNDTABLES}{row_id(staff, f'{title} 3')}/change/")
    expect(staff.locator("[name=time]")).to_have_value(hour)


def move_all_that_follow(staff: Page, title: str, hour: str) -> None:
    staff.goto(f"{ROUNDTABLES}{row_id(staff, title)}/change/")
    staff.locator("[name=time]").fill(hour)
    staff.get_by_label("This and all that follow").check()
    staff.locator("[name=_save]").click()


def test_note_is_looked_at_and_reaches_those_who_come(open_browser: Open) -> None:
    staff = signed_in(open_browser(Visit("desktop", DESKTOP)), STAFF)
    write_note(staff, row_id(staff, "Pricing out loud"))
    expect(staff.locator("main, #content").first).to_contain_text("Bring your price")
    staff.get_by_role("button", name="Send it").click()
    expect(staff.locator(".messagelist")).to_contain_text(re.compile(r"The note goes to \d+ people"))
    assert mailed(staff, "@first-million.example", "Bring your price")
