"""What people do on many pages: sign in, fill in a form, fetch a code from their mail."""

import re
import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import BrowserContext, Page

from program.local.demo.people import PASSWORD

MAIN_BUTTON = "main form button.button, [name=_save], .submit-row input.default"


def signed_in(context: BrowserContext, address: str, password: str = PASSWORD) -> Page:
    page = context.new_page()
    page.goto("/accounts/login/")
    page.locator("input[type=email]").first.fill(address)
    page.locator("input[type=password]").first.fill(password)
    page.locator("form:has(input[type=password]) button.button").first.click()
    page.wait_for_url(lambda url: "/accounts/login/" not in url)
    return page


def fill(page: Page, **fields: str) -> None:
    """Writes into the controls of these names and presses the page's main button."""
    for name, value in fields.items():
        control = page.locator(f"[name={name}]:not([type=hidden])").first
        if control.evaluate("control => control.localName") == "select":
            control.select_option(value)
        else:
            control.fill(value)
    page.locator(MAIN_BUTTON).first.click()
    page.wait_for_load_state()


def mailed(page: Page, address: str, words: str = "") -> str:
    """The address of the newest mail to somebody, once it is in the dev mailbox."""
    mailbox = page.context.new_page()
    for _ in range(60):
        mailbox.goto("/dev/mail/")
        row = mailbox.locator(".mail-row", has_text=address).filter(has_text=re.compile(words)).first
        if row.count():
            path = row.get_by_role("link").first.get_attribute("href") or ""
            mailbox.close()
            return path
        mailbox.wait_for_timeout(250)
    raise AssertionError(f"Nothing about {words!r} was mailed to {address}")


def mailed_code(page: Page, address: str) -> str:
    letter = page.context.new_page()
    letter.goto(mailed(page, address))
    code = letter.locator(".mail-code code").inner_text().strip()
    letter.close()
    return code


def authenticator_code(secret: str) -> str:
    """What an authenticator app shows now."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def first_link(page: Page, path: str, css: str = "#result_list tbody a[href*='/change/']") -> str:
    """The first row's address in a list of the admin, or nothing if there is no row."""
    page.goto(path)
    link = page.locator(css).first
    return (link.get_attribute("href") or "").split("?")[0] if link.count() else ""
