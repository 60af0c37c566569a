"""Every page, as everyone who sees it: the answer expected, no violation of the policy, nothing for axe to find."""

import re
from uuid import uuid4

import pytest
from django.urls import Resolver404, get_resolver, resolve
from playwright.sync_api import Page

from program.local.demo.people import PASSWORD
from tests.browser import addresses as table
from tests.browser.conftest import DESKTOP, Visit
from tests.browser.inspection import Inspector
from tests.browser.stage import AMBASSADOR, ROUNDTABLES, STAFF, Open, Stage, set_the_stage, visitor
from tests.browser.steps import MAIN_BUTTON, authenticator_code, fill, first_link, mailed, mailed_code, signed_in
from tests.isolation.addresses import PARAMETER, patterns

pytestmark = pytest.mark.browser

FOUNDER = "founder@first-million.example"
COACH = "coach@first-million.example"
BRASIL = "brasil.localhost"
OUTSIDER = "outsider@nowhere.example"
DEVICE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip
STOCK = re.compile(r"^admin/(\w+)/(\w+)/(add/|<path:object_id>/.*)?$")
_stage = Stage()


@pytest.fixture
def stage(open_browser: Open) -> Stage:
    if not _stage.places:
        set_the_stage(_stage, open_browser)
    return _stage


def route_of(path: str) -> str:
    try:
        return resolve(path).route
    except Resolver404:
        return "no such page"


def walk(inspector: Inspector, pages: str, stage: Stage) -> None:
    for status, path in table.pages(pages, stage.places):
        inspector.visit(path, status)


def test_every_page_there_is_stands_in_the_table() -> None:
    """Stock pages of the admin need no line: the walk of the staff follows whatever the admin lists."""
    named = {route_of(path) for path in table.samples()}
    there = {route_of("/" + PARAMETER.sub("1", pattern)) for pattern in patterns(get_resolver().url_patterns, "")}
    assert {route for route in there - named if not STOCK.match(route)} == set()


def test_visitor_sees_nothing_amiss(open_browser: Open, stage: Stage) -> None:
    inspector = Inspector(visitor(open_browser))
    walk(inspector, table.VISITOR, stage)
    inspector.visit(inspector.page.url.replace("localhost", "nobody.localhost"), 404)
    assert not inspector.found, inspector.said


def test_newcomer_sees_nothing_amiss(open_browser: Open, stage: Stage) -> None:
    """Signs up by an invite for one, and has nothing yet; then sets up every way to prove who it is."""
    page = visitor(open_browser)
    inspector = Inspector(page)
    address = sign_up(inspector, stage)
    stage.places["founders"] = shared_venture(stage.page_of(FOUNDER, open_browser))
    walk(inspector, table.NEWCOMER, stage)
    secure(inspector, stage)
    sign_in_twice(inspector, address, stage)
    assert not inspector.found, inspector.said


def sign_up(inspector: Inspector, stage: Stage) -> str:
    page, address = inspector.page, f"nora-{uuid4().hex[:8]}@example.org"
    page.goto(f"/i/{stage.places['once']}/")
    page.get_by_role("button", name=re.compile("Join")).click()
    fill(page, name="Nora of every page", email=address, password1="short")
    inspector.look()
    fill(page, password1=PASSWORD)
    inspector.visit("/accounts/confirm-email/")
    fill(page, code="000000")
    inspector.look()
    fill(page, code=mailed_code(page, address))
    return address


def shared_venture(founder: Page) -> str:
    founder.goto("/venture/")
    link = founder.locator("#founder_link").input_value()
    return link.rstrip("/").rpartition("/")[2]


def secure(inspector: Inspector, stage: Stage) -> None:
    """A passkey, an authenticator app, recovery codes; before and after there are any."""
    page = inspector.page
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    page.goto("/accounts/2fa/totp/activate/")
    fill(page, password=PASSWORD)
    for path in ("/accounts/2fa/", "/accounts/2fa/webauthn/", "/accounts/2fa/totp/activate/"):
        inspector.visit(path)
    fill(page, code=authenticator_code(page.locator("code.secret").inner_text()))
    inspector.look()
    inspector.visit("/accounts/2fa/webauthn/add/")
    page.locator("[name=name]").fill("Nora's phone")
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url(lambda url: not url.endswith("/add/"))
    page.goto("/accounts/2fa/webauthn/")
    href = page.get_by_role("link", name="Rename").get_attribute("href") or ""
    stage.places["passkey"] = re.findall(r"keys/(\d+)/", href)[0]
    for _, path in [one for one in table.pages(table.SECURITY, stage.places) if "authenticate" not in one[1]][2:]:
        if not path.endswith(("/webauthn/add/", "/totp/activate/")):
            inspector.visit(path)


def sign_in_twice(inspector: Inspector, address: str, stage: Stage) -> None:
    """With the password, then with a recovery code; what touches the account's safety asks again."""
    page = inspector.page
    page.goto("/accounts/2fa/recovery-codes/")
    code = re.findall(r"\b[0-9a-f]{8}\b", page.locator("main").inner_text())[0]
    page.context.clear_cookies()
    page.goto("/accounts/login/")
    fill(page, login=address, password=PASSWORD)
    inspector.visit("/accounts/2fa/authenticate/")
    fill(page, code="nonsense")
    inspector.look()
    fill(page, code=code)
    for path in ("/accounts/2fa/reauthenticate/", "/accounts/2fa/webauthn/reauthenticate/"):
        inspector.visit(path)


def test_member_sees_nothing_amiss(open_browser: Open, stage: Stage) -> None:
    inspector = Inspector(stage.page_of(FOUNDER, open_browser))
    for name in ("open", "full"):
        inspector.page.goto(f"/roundtables/{stage.places[name]}/")
        if inspector.page.locator(MAIN_BUTTON).count():  # By the day, they may sit there already.
            fill(inspector.page)
        inspector.look()
    inspector.page.goto("/calendar/")
    fill(inspector.page)
    inspector.page.goto("/curriculum/validation/customers-before-code/")
    inspector.page.get_by_role("button", name="Mark as done").click()
    walk(inspector, table.MEMBER, stage)
    assert not inspector.found, inspector.said


def test_ambassador_with_premium_sees_nothing_amiss(open_browser: Open, stage: Stage) -> None:
    inspector = Inspector(stage.page_of(AMBASSADOR, open_browser))
    walk(inspector, table.AMBASSADOR, stage)
    assert not inspector.found, inspector.said


def test_outsider_sees_nothing_amiss(open_browser: Open, stage: Stage) -> None:
    inspector = Inspector(stage.page_of(OUTSIDER, open_browser))
    walk(inspector, table.OUTSIDER, stage)
    assert not inspector.found, inspector.said


def test_code_pages_and_refusals_have_nothing_amiss(open_browser: Open, stage: Stage) -> None:
    inspector = Inspector(visitor(open_browser))
    page = inspector.page
    page.goto("/accounts/login/")
    fill(page, login=FOUNDER, password="not-the-password")
    inspector.look()
    page.goto("/accounts/login/code/")
    fill(page, email=FOUNDER)
    inspector.visit("/accounts/login/code/confirm/")
    page.context.clear_cookies()
    page.goto("/accounts/password/reset/")
    fill(page, email=COACH)
    inspector.visit("/accounts/password/reset/confirm/")
    fill(page, code=mailed_code(page, COACH))
    inspector.visit("/accounts/password/reset/complete/")
    assert not inspector.found, inspector.said


def test_mail_pages_have_nothing_amiss(open_browser: Open, stage: Stage) -> None:
    """A confirmation, read in the mailbox; the link in it stops such mails, and brings them back."""
    coach = stage.page_of(COACH, open_browser)
    number = stage.places["open"]
    coach.goto(f"/roundtables/{number}/")
    fill(coach)
    page = visitor(open_browser)
    inspector = Inspector(page)
    letter = mailed(page, COACH, str(number))
    stage.places["letter"] = letter.rstrip("/").rpartition("/")[2]
    html = page.request.get(f"{letter}html/").text()
    stage.places["token"] = re.findall(r"/u/([^/\"]+)/", html)[0]
    stage.places["choices"] = re.findall(r"/mail/preferences/([^/\"]+)/", html)[0]
    walk(inspector, table.MAIL, stage)
    page.locator("[name=wanted][value=news]").uncheck()
    fill(page)
    inspector.look()
    page.goto(f"/u/{stage.places['token']}/")
    for wish in ("off", "on"):
        page.locator(f"button[value={wish}]").click()
        inspector.look()
    assert not inspector.found, inspector.said


def test_suspended_reader_gets_a_code_and_asks_for_mail_again(open_browser: Open, stage: Stage) -> None:
    """Of the two in the demonstration, the one whose mailbox is gone; to the dev mailbox everything arrives."""
    address = suspended_address(stage.page_of(STAFF, open_browser))
    inspector = Inspector(visitor(open_browser))
    page = inspector.page
    page.goto("/accounts/login/code/")
    fill(page, email=address)
    fill(page, code=mailed_code(page, address))
    inspector.visit("/mail/preferences/")
    page.get_by_role("button", name="Send me mail again").click()
    page.get_by_text("Our next mail to you goes to this address again.").wait_for()
    inspector.look()
    assert not inspector.found, inspector.said


def suspended_address(staff: Page) -> str:
    staff.goto("/admin/mail/suspension/?cause__exact=bounced")
    return staff.locator("#result_list .field-address").first.inner_text().strip()


def test_staff_see_nothing_amiss(open_browser: Open, stage: Stage) -> None:
    """Every list of the admin, its form for a new row, its first row, and that row's removal."""
    inspector = Inspector(stage.page_of(STAFF, open_browser))
    page = inspector.page
    walk(inspector, table.STAFF, stage)
    page.goto("/admin/")
    lists = page.locator("#content-main tbody th a").evaluate_all("links => links.map((link) => link.pathname)")
    assert len(lists) >= 15
    for path in lists:
        see_model(inspector, path)
    inspector.visit(first_link(page, f"/admin/members/membership/?q={AMBASSADOR}").replace("/change/", "/history/"))
    page.goto(f"{ROUNDTABLES}add/")
    fill(page, title="", number="")
    inspector.look()
    ask_to_grant(page)
    inspector.look()
    assert not inspector.found, inspector.said


def see_model(inspector: Inspector, path: str) -> None:
    inspector.visit(path)
    if inspector.page.locator(".object-tools .addlink").count():
        inspector.visit(f"{path}add/")
    if change := first_link(inspector.page, path):
        inspector.visit(change)
        if inspector.page.locator(".deletelink").count():
            inspector.visit(change.replace("/change/", "/delete/"))


def ask_to_grant(page: Page) -> None:
    page.goto("/admin/members/membership/?q=ada")
    page.locator("[name=_selected_action]").first.check()
    page.locator("[name=action]").first.select_option("grant_premium")
    page.locator("[name=index]").first.click()
    page.locator("[name=reason]").wait_for()


def test_coach_sees_nothing_amiss(open_browser: Open, stage: Stage) -> None:
    inspector = Inspector(stage.page_of(COACH, open_browser))
    walk(inspector, table.COACH, stage)
    assert not inspector.found, inspector.said


def test_sister_program_has_nothing_amiss(open_browser: Open, stage: Stage) -> None:
    """In Portuguese: open to all, then by application, then by invitation."""
    inspector = Inspector(visitor(open_browser, BRASIL), language="pt-br")
    walk(inspector, table.BRASIL, stage)
    staff = signed_in(open_browser(Visit("staff", DESKTOP), BRASIL), "staff@brasil.example")
    choose_policy(staff, "application")
    applicant = Inspector(signed_in(open_browser(Visit("applicant", DESKTOP), BRASIL), OUTSIDER), language="pt-br")
    for path in ("/accounts/signup/", "/i/primeira-noite/"):
        inspector.visit(path)
    choose_policy(staff, "invite")
    walk(inspector, table.BY_INVITATION, stage)
    applicant.visit("/join/", 403)
    choose_policy(staff, "open")
    assert not inspector.found + applicant.found, inspector.said + applicant.said


def choose_policy(staff: Page, policy: str) -> None:
    staff.goto(first_link(staff, "/admin/program/program/"))
    fill(staff, signup_policy=policy)


def test_sister_programs_member_sees_nothing_amiss(open_browser: Open, stage: Stage) -> None:
    page = stage.page_of("founder@brasil.example", open_browser, BRASIL)
    inspector = Inspector(page, language="pt-br")
    walk(inspector, table.BRASIL_MEMBER, stage)
    assert not inspector.found, inspector.said
