"""What the walk over every page needs beyond the demo; staff and the ambassador make it in their own pages."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from playwright.sync_api import BrowserContext, Page

from tests.browser.conftest import DESKTOP, Visit
from tests.browser.steps import fill, first_link, signed_in

STAFF = "staff@first-million.example"
AMBASSADOR = "ambassador@first-million.example"
ROUNDTABLES = "/admin/roundtables/roundtable/"
INVITES = "/admin/members/invitelink/"
CURRICULUM = "/admin/curriculum/lesson/"

type Open = Callable[..., BrowserContext]


@dataclass
class Stage:
    """Numbers and codes by what they stand for, and the cookies of who is signed in already."""

    places: dict[str, Any] = field(default_factory=dict)
    cookies: dict[str, list[Any]] = field(default_factory=dict)

    def page_of(self, address: str, open_browser: Open, host: str = "localhost") -> Page:
        """As somebody, who signs in once for all tests."""
        context = open_browser(Visit(address, DESKTOP), host)
        if address in self.cookies:
            context.add_cookies(self.cookies[address])
            return context.new_page()
        page = signed_in(context, address)
        self.cookies[address] = context.cookies()
        return page


def set_the_stage(stage: Stage, open_browser: Open) -> None:
    staff = stage.page_of(STAFF, open_browser)
    stage.places |= set_the_tables(staff)
    stage.places |= make_invites(stage.page_of(AMBASSADOR, open_browser), staff)
    stage.places |= {"question_id": ask(stage.page_of(AMBASSADOR, open_browser))}
    stage.places |= write_lessons(staff)
    stage.places |= the_money(staff)
    grant_premium(staff, AMBASSADOR)


def the_money(staff: Page) -> dict[str, str]:
    """Of the demonstration's own."""
    models = {"order": "order", "receipt": "receipt", "finding": "finding", "sponsorship": "sponsorship"}
    models["payment"] = "ledgerentry"
    return {f"{name}_id": first_id(staff, f"/admin/members/{model}/") for name, model in models.items()}


def write_lessons(staff: Page) -> dict[str, Any]:
    """A shared lesson with a draft of the program's own words, and a lesson of its own."""
    staff.goto(CURRICULUM)
    module = staff.locator("[data-order]").first.get_attribute("data-order") or ""
    staff.locator(".editor-what h3 a").first.click()
    fill(staff, title="Customers before code, with us", note="For the walk over every page")
    lesson = ref_in(staff.url)
    staff.goto("/admin/curriculum/ownlesson/add/")
    fill(staff, title="Your first evening with us", module=module.rstrip("/").rpartition("/")[2])
    return {"lesson_ref": lesson, "own_ref": ref_in(staff.url), "module_id": module.split("/")[-2], "picture": 1}


def ref_in(address: str) -> str:
    return str(re.findall(r"/lesson/(-?\d+)/", address)[0])


def set_the_tables(staff: Page) -> dict[str, Any]:
    """The demo's own by their numbers, and one for each state that it has none of."""
    made = {
        "cancelled": schedule(staff, "A table that was called off", state="open"),
        "announced": schedule(staff, "A date to save", state="save_the_date"),
        "closed": schedule(staff, "A closed table", state="closed"),
        "premium": schedule(staff, "A table for members with premium", state="open", tier="premium"),
    }
    call_off(staff, "A table that was called off")
    ended = row_id(staff, "Selling before there is")
    staff.goto(f"{ROUNDTABLES}{ended}/change/")
    fill(staff, recording_url="https://video.example.org/stage")
    ids = {"open_id": row_id(staff, "When to stop"), "ended_id": ended}
    ids |= {"note_id": write_note(staff, ids["open_id"]), "series_id": first_id(staff, "/admin/roundtables/series/")}
    ids["tomorrow"] = f"{datetime.now(UTC) + timedelta(days=1):%Y-%m-%d}"
    return {"recorded": 98, "ended": 101, "full": 103, "open": 105, **ids, **made}


def schedule(staff: Page, title: str, **fields: str) -> int:
    staff.goto(f"{ROUNDTABLES}add/")
    number = int(staff.locator("[name=number]").input_value())
    fill(staff, title=title, room_url="https://meet.example.org/stage", **fields)
    return number


def row_id(staff: Page, words: str) -> str:
    staff.goto(ROUNDTABLES)
    link = staff.locator("#result_list a", has_text=re.compile(words)).first
    return str(re.findall(r"/(\d+)/change/", link.get_attribute("href") or "")[0])


def first_id(staff: Page, path: str) -> str:
    return str(re.findall(r"/(\d+)/change/", first_link(staff, path))[0])


def write_note(staff: Page, roundtable: str) -> str:
    """Looked at, and not sent."""
    staff.goto(f"{ROUNDTABLES}{roundtable}/note/")
    fill(staff, subject="Bring your price", words="Dear all,\n\nbring your price on one page.")
    return str(re.findall(r"/note/(\d+)/", staff.url)[0])


def ask(member: Page) -> str:
    """Under a lesson, and to be taken to a roundtable."""
    member.goto("/curriculum/validation/customers-before-code/questions/")
    member.locator("[name=is_for_roundtable]").check()
    fill(member, words="Whom do I ask first when nobody knows me?")
    return str(re.findall(r"#question-(\d+)", member.url)[0])


def call_off(staff: Page, title: str) -> None:
    staff.goto(f"{ROUNDTABLES}{row_id(staff, title)}/call-off/")
    fill(staff, reason="The host has lost her voice; the next table stands.")


def make_invites(ambassador: Page, staff: Page) -> dict[str, str]:
    """A link for one person, one taken back, and one whose day is over."""
    codes = {name: make_invite(ambassador, name) for name in ("revoked", "expired")}
    codes["once"] = make_invite(ambassador, "once", uses_allowed="1")
    form = ambassador.locator(f"form[action='/ambassadors/{codes['revoked']}/revoke/']")
    form.get_by_role("button").click()
    staff.goto(first_link(staff, f"{INVITES}?q={codes['expired']}"))
    fill(staff, expires_at_0="2026-01-02", expires_at_1="03:04:05")
    return {"invite": "first-evening", **codes}


def make_invite(ambassador: Page, campaign: str, **fields: str) -> str:
    ambassador.goto("/ambassadors/")
    fill(ambassador, campaign=campaign, **fields)
    link = ambassador.locator(".link-row", has_text=campaign).locator("input[readonly]").first.input_value()
    return link.rstrip("/").rpartition("/")[2]


def grant_premium(staff: Page, address: str) -> None:
    staff.goto(first_link(staff, f"/admin/members/membership/?q={address}"))
    staff.get_by_text("Add another Grant").click()
    staff.locator("select[name$='-tier']:visible").first.select_option("premium")
    staff.locator("[name$='-reason']:visible").first.fill("For the walk over every page")
    staff.locator("[name=_save]").click()


def visitor(open_browser: Open, host: str = "localhost") -> Page:
    return open_browser(Visit("visitor", DESKTOP), host).new_page()
