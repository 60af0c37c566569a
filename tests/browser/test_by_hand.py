"""What hands do: keys alone, a page at twice its size, a page that runs from right to left, a nervous double click."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from program.local.demo.people import PASSWORD
from tests.browser.conftest import DESKTOP, PHONE, Complaints, Visit
from tests.browser.inspection import WIDER
from tests.browser.quizzes import pass_quiz
from tests.browser.stage import Open
from tests.browser.steps import mailed_code, signed_in

pytestmark = pytest.mark.browser

LESSON = "/curriculum/validation/customers-before-code/"
TELLING = [
    "/",
    LESSON,
    "/curriculum/",
    "/roundtables/",
    "/roundtables/102/",
    "/premium/",
    "/mission/",
    "/accounts/signup/",
]
FOCUS = """() => {
    const style = getComputedStyle(document.activeElement);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
}"""


def tab_to(page: Page, wanted: Locator) -> None:
    """Presses Tab until it is there, and sees each time where the focus is."""
    for _ in range(60):
        if wanted.evaluate("element => element === document.activeElement"):
            assert page.evaluate(FOCUS), f"nothing shows that {wanted} has the focus"
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{wanted} cannot be reached by Tab on {page.url}")


def press(page: Page, wanted: Locator) -> None:
    tab_to(page, wanted)
    page.keyboard.press("Enter")


def test_first_evening_works_with_keys_alone(open_browser: Open) -> None:
    page = open_browser(Visit("keys", DESKTOP)).new_page()
    page.goto("/")
    skips_to_the_content(page)
    press(page, page.get_by_role("link", name="Join", exact=True))
    signs_up(page)
    page.goto(LESSON)
    pass_quiz(page, take_by_keys, lambda button: press(page, button))
    press(page, page.get_by_role("button", name="Mark as done"))
    expect(page.locator("#done")).to_contain_text("You are done with this lesson")
    page.goto("/desk/")
    press(page, page.get_by_role("link", name=re.compile("Take a seat at no")))
    page.wait_for_url("**/roundtables/*/")
    press(page, page.get_by_role("button", name="Take a seat"))
    expect(page.locator("main")).to_contain_text("You have a seat")
    opens_the_menu(page)


def take_by_keys(answer: Locator) -> None:
    """Into the group by Tab, to the answer by arrows."""
    page, group = answer.page, answer.locator("xpath=ancestor::fieldset").locator("input")
    number = group.evaluate_all("(all, one) => all.indexOf(one)", answer.element_handle())
    chosen = group.evaluate_all("all => all.findIndex((one) => one.checked)")
    tab_to(page, group.nth(max(chosen, 0)))
    page.keyboard.press("Space")
    for _ in range(number - max(chosen, 0)):
        page.keyboard.press("ArrowDown")
    expect(answer).to_be_checked()


def skips_to_the_content(page: Page) -> None:
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.reload()


def signs_up(page: Page) -> None:
    address = f"keys-{uuid4().hex[:8]}@example.org"
    for field, words in (("name", "Kay of the keys"), ("email", address), ("password1", PASSWORD)):
        tab_to(page, page.locator(f"[name={field}]"))
        page.keyboard.type(words)
    page.keyboard.press("Enter")
    expect(page.locator("[name=code]")).to_be_focused()
    page.keyboard.type(mailed_code(page, address))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/(desk|venture)/"))


def opens_the_menu(page: Page) -> None:
    press(page, page.locator(".menu > summary"))
    tab_to(page, page.get_by_role("link", name="Your venture"))
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


@pytest.mark.parametrize("width", [320, 640], ids=["400 %", "200 %"])
def test_enlarged_page_loses_nothing(width: int, open_browser: Open) -> None:
    """A window of 1280 px enlarged four times is 320 px wide."""
    page = open_browser(Visit("enlarged", {"width": width, "height": 256 if width == 320 else 450})).new_page()
    for path in TELLING:
        page.goto(path)
        assert page.evaluate(WIDER) <= 0, f"{path} must be scrolled sideways"
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.get_by_role("link", name="Curriculum").first).to_be_visible()


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_page_runs_from_right_to_left(viewport: dict[str, int], open_browser: Open) -> None:
    page = open_browser(Visit("right to left", viewport)).new_page()
    for path in TELLING:
        page.goto(path)
        page.evaluate("document.documentElement.dir = 'rtl'")
        assert page.evaluate(WIDER) <= 0, f"{path} must be scrolled sideways"
        brand, heading = page.locator(".brand").bounding_box(), page.locator("h1").bounding_box()
        assert brand
        assert heading
        assert brand["x"] + brand["width"] > viewport["width"] * 0.7


@pytest.mark.parametrize(("number", "scripts_arrive"), [(102, True), (105, False)], ids=["scripts", "no scripts"])
def test_double_click_takes_one_seat(
    number: int, scripts_arrive: bool, open_browser: Open, complaints: Complaints
) -> None:
    context = open_browser(Visit("nervous", PHONE))
    if not scripts_arrive:
        context.route("**/*.js", lambda route: route.abort())
    page = signed_in(context, "founder@first-million.example")
    page.goto(f"/roundtables/{number}/")
    before = seats_left(page)
    page.get_by_role("button", name="Take a seat").dblclick()
    expect(page.locator("main")).to_contain_text("You have a seat")
    visitor = open_browser(Visit("visitor", PHONE)).new_page()
    visitor.goto(f"/roundtables/{number}/?after=click")
    assert seats_left(visitor) == before - 1
    if not scripts_arrive:
        complaints.clear()  # The console misses the scripts.


def seats_left(page: Page) -> int:
    return int(re.findall(r"(\d+) seats? left", page.locator(".seats").inner_text())[0])
