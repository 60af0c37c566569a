"""Passkeys, the second factor, and going from one program to another, in a real browser."""

import re
import time
from uuid import uuid4

import pytest
from allauth.mfa.totp.internal import auth as totp
from playwright.sync_api import Page, expect

from program.local.demo.people import PASSWORD
from tests.browser.conftest import DESKTOP, PHONE, House, Visit
from tests.browser.stage import Open
from tests.browser.steps import mailed_code

pytestmark = pytest.mark.browser

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
OUTSIDER = "outsider@nowhere.example"


def sign_in(page: Page, address: str, path: str = "/accounts/login/") -> None:
    page.goto(path)
    page.locator("input[name=login]").fill(address)
    page.locator("input[type=password]").fill(PASSWORD)
    page.locator("main form .button").first.click()


def sign_up(page: Page) -> str:
    """A member of their own, so that walks do not meet; returns the address."""
    address = f"gita-{uuid4().hex[:8]}@example.org"
    page.goto("/accounts/signup/")
    page.get_by_label("Your name").fill("Gita Rao")
    page.get_by_label("E-mail").fill(address)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("Six-digit code").fill(mailed_code(page, address))
    page.get_by_role("button", name="Confirm").click()
    page.wait_for_url("**/venture/")
    return address


@pytest.mark.parametrize(
    "visit", [Visit("desktop", DESKTOP), Visit("phone", PHONE, theme="dark")], ids=lambda v: v.name
)
def test_passkey_signs_in_and_serves_as_second_factor(visit: Visit, open_browser: Open) -> None:
    context = open_browser(visit)
    page = context.new_page()
    address = sign_up(page)
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})

    page.goto("/accounts/2fa/webauthn/add/")
    if "reauthenticate" in page.url:
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Add a passkey").click()
    page.wait_for_url("**/recovery-codes/")
    expect(page.locator(".recovery-codes li")).to_have_count(10)

    context.clear_cookies()
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/desk/")

    context.clear_cookies()
    page.goto("/accounts/login/")
    page.get_by_label("E-mail").fill(address)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/2fa/authenticate/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/desk/")


def test_app_is_set_up_and_asked_for(open_browser: Open) -> None:
    context = open_browser(Visit("desktop without scripts", DESKTOP, has_scripts=False))
    page = context.new_page()
    address = sign_up(page)
    page.goto("/accounts/2fa/totp/activate/")
    if "reauthenticate" in page.url:
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Continue").click()
    secret = page.locator("code.secret").inner_text()
    page.get_by_label("Code that the app shows now").fill(code_of(secret))
    page.get_by_role("button", name="Turn it on").click()
    expect(page.locator(".recovery-codes li")).to_have_count(10)
    recovery_code = page.locator(".recovery-codes code").first.inner_text()

    context.clear_cookies()
    page.goto("/accounts/login/")
    page.get_by_label("E-mail").fill(address)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Code of your app").fill(recovery_code)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/desk/")


def code_of(secret: str) -> str:
    return str(totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30)))


def test_one_person_goes_from_one_program_to_the_other(open_browser: Open, house: House) -> None:
    context = open_browser(Visit("desktop", DESKTOP))
    page = context.new_page()
    for host in ("localhost", "brasil.localhost"):
        sign_in(page, OUTSIDER, house.at("/accounts/login/", host))
        page.goto(house.at("/join/", host))
        if "/join/" in page.url:
            page.locator("main form button").click()
        page.wait_for_url("**/venture/")
    context.clear_cookies(domain="brasil.localhost")

    page.goto(house.at("/account/", "brasil.localhost"))
    expect(page).to_have_url(re.compile("/accounts/login/"))
    page.goto(house.at("/programs/"))
    page.get_by_role("link", name=re.compile("Go to")).click()
    page.wait_for_url(house.at("/desk/", "brasil.localhost"))
