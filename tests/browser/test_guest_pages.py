"""Every page that a guest sees, with a seat, with a place in the list, with an offer."""

from uuid import uuid4

import pytest

from tests.browser import addresses as table
from tests.browser.conftest import DESKTOP, Visit
from tests.browser.inspection import Inspector
from tests.browser.stage import STAFF, Open, schedule, visitor
from tests.browser.steps import fill, mailed_code, signed_in

pytestmark = pytest.mark.browser


def test_guests_see_nothing_amiss(open_browser: Open) -> None:
    """One takes the only seat, the other waits; the first leaves, and the seat is offered."""
    staff = signed_in(open_browser(Visit("staff", DESKTOP)), STAFF)
    number = schedule(staff, "A table with one seat", state="open", capacity="1", confirm_hours="48")
    places: dict[str, object] = {"one": number}
    first, second = Inspector(visitor(open_browser)), Inspector(visitor(open_browser))
    places["seat"] = come(first, "Gwen", places)
    walk(first, table.GUEST_WITH_A_SEAT, places)
    places["place"] = come(second, "Hugh", places)
    walk(second, table.GUEST_WHO_WAITS, places)
    first.page.goto("/roundtables/{one}/seat/{seat}/leave/".format_map(places))
    fill(first.page)
    first.look()
    walk(second, table.GUEST_WITH_AN_OFFER, places)
    assert not first.found + second.found, first.said + second.said


def walk(inspector: Inspector, pages: str, places: dict[str, object]) -> None:
    for status, path in table.pages(pages, places):
        inspector.visit(path, status)


def come(inspector: Inspector, name: str, places: dict[str, object]) -> str:
    """Registers, and answers with the token of the place."""
    page, address = inspector.page, f"{name.lower()}-{uuid4().hex[:8]}@example.org"
    page.goto(f"/roundtables/{places['one']}/register/")
    page.locator("form.form").evaluate("form => { form.noValidate = true }")
    fill(page, name=name, email="nobody@nowhere")
    inspector.look()
    fill(page, email=address)
    inspector.look()
    fill(page, code="000000")
    inspector.look()
    fill(page, code=mailed_code(page, address))
    inspector.look()
    return page.url.rstrip("/").rpartition("/")[2]
