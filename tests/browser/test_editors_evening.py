"""An editor puts lessons in order, writes one in the program's own words, looks as a visitor, and publishes."""

import base64
import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import DESKTOP, PHONE, Visit
from tests.browser.stage import CURRICULUM, STAFF, Open
from tests.browser.steps import signed_in

pytestmark = pytest.mark.browser

DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABpfZFQAAAAABJRU5ErkJggg=="
KEEPS_NOTHING = """
for (const act of ["getItem", "setItem", "removeItem"]) {
  const own = Storage.prototype[act];
  Storage.prototype[act] = function (key, ...more) {
    if (key.startsWith("words ")) throw new DOMException("blocked", "SecurityError");
    return own.call(this, key, ...more);
  };
}"""
LESSON = "/curriculum/validation/customers-before-code/"
TITLES = ".editor-module >> nth=0 >> .editor-what h3"


def open_words(editor: Page) -> None:
    editor.goto(CURRICULUM)
    editor.locator("[data-title^='Customers before code'] h3 a").click()


def body(editor: Page) -> str:
    return editor.get_by_label("Text:").input_value()


def put_back(editor: Page) -> None:
    """The other tests read the lesson as it was."""
    open_words(editor)
    editor.get_by_role("button", name="Take the shared words again").click()
    expect(editor.locator(".messagelist")).to_contain_text("Members read the shared words again")


def test_lesson_is_written_previewed_looked_at_and_published(open_browser: Open) -> None:
    editor = signed_in(open_browser(Visit("desktop", DESKTOP)), STAFF)
    visitor = open_browser(Visit("visitor", DESKTOP)).new_page()
    open_words(editor)
    text = editor.get_by_label("Text:")
    text.press("Control+Home")
    text.press_sequentially("Ask in \n\n")
    text.evaluate("field => field.setSelectionRange(7, 7)")
    text.press("Control+b")
    text.press_sequentially("Lisbon")
    assert body(editor).startswith("Ask in **Lisbon**")
    preview = editor.frame_locator("iframe[name=preview]")
    expect(preview.locator("article strong").first).to_have_text("Lisbon")
    editor.get_by_role("button", name="Save as a draft").click()
    expect(editor.locator(".messagelist")).to_contain_text(re.compile(r"Saved as a draft: revision \d+"))
    visitor.goto(LESSON)
    expect(visitor.locator("article")).not_to_contain_text("Lisbon")
    editor.get_by_role("link", name=re.compile("^Visitor")).click()
    expect(editor.get_by_role("complementary", name="Preview")).to_contain_text("as a visitor would")
    expect(editor.locator("article")).to_contain_text("Ask in Lisbon")
    editor.get_by_role("link", name="Back to writing").click()
    editor.get_by_role("button", name="Publish").click()
    expect(editor.locator(".messagelist")).to_contain_text("Published")
    visitor.goto(f"{LESSON}?now")  # Kept pages are kept by their address.
    expect(visitor.locator("article")).to_contain_text("Ask in Lisbon")
    put_back(editor)


def test_lessons_are_put_in_order_with_the_keyboard(open_browser: Open) -> None:
    editor = signed_in(open_browser(Visit("desktop", DESKTOP)), STAFF)
    editor.goto(CURRICULUM)
    before = editor.locator(TITLES).all_inner_texts()
    down = editor.get_by_role("button", name=f"Move down: {before[0]}")
    down.focus()
    with editor.expect_response(re.compile("/order/")):
        editor.keyboard.press("Enter")
    expect(editor.get_by_role("status")).to_contain_text(f"{before[0]} is now in place 2 / {len(before)}")
    expect(down).to_be_focused()
    editor.reload()
    assert editor.locator(TITLES).all_inner_texts() == [before[1], before[0], *before[2:]]
    with editor.expect_response(re.compile("/order/")):
        first = editor.locator("[data-ref]").first
        editor.locator(".editor-grip").nth(1).drag_to(first, target_position={"x": 5, "y": 2})
    editor.reload()
    assert editor.locator(TITLES).all_inner_texts() == before


def test_last_of_two_quick_moves_stands_however_slow_the_first_is_sent(open_browser: Open) -> None:
    editor = signed_in(open_browser(Visit("desktop", DESKTOP)), STAFF)
    editor.goto(CURRICULUM)
    before = editor.locator(TITLES).all_inner_texts()
    held: list[Route] = []
    sent: list[str] = []
    editor.on("request", lambda request: sent.append(request.method) if "/order/" in request.url else None)
    editor.route(re.compile("/order/"), lambda route: route.continue_() if held else held.append(route))
    down = editor.get_by_role("button", name=f"Move down: {before[0]}")
    up = editor.get_by_role("button", name=f"Move up: {before[0]}")
    with editor.expect_request(re.compile("/order/")):
        down.click()
    up.click()
    editor.wait_for_timeout(300)
    assert sent == ["POST"]
    held[0].fulfill(status=204)
    expect(editor.get_by_role("status")).to_contain_text(f"{before[0]} is now in place 1 / {len(before)}")
    editor.reload()
    assert editor.locator(TITLES).all_inner_texts() == before


def test_picture_that_is_added_with_two_clicks_is_added_once(open_browser: Open) -> None:
    """Also by a browser that keeps nothing of what is typed."""
    context = open_browser(Visit("desktop", DESKTOP))
    context.add_init_script(KEEPS_NOTHING)
    editor = signed_in(context, STAFF)
    open_words(editor)
    form = editor.locator(".picture-form")
    form.get_by_label("Picture:").set_input_files(
        {"name": "a.png", "mimeType": "image/png", "buffer": base64.b64decode(DOT)}
    )
    form.get_by_label("What it shows:").fill("A dot")
    added: list[str] = []
    editor.on("request", lambda request: added.append(request.method) if "/pictures/" in request.url else None)
    form.get_by_role("button", name="Add the picture").dblclick()
    expect(editor.get_by_label("Text:")).to_have_value(re.compile(r"!\[A dot\]\(picture:\d+\)"))
    assert added.count("POST") == 1
    assert body(editor).count("![A dot]") == 1
    editor.once("dialog", lambda dialog: dialog.accept())
    editor.reload()


def test_lessons_are_put_in_order_and_written_without_scripts(open_browser: Open) -> None:
    visit = Visit("phone without scripts", PHONE, has_scripts=False, theme="dark")
    editor = signed_in(open_browser(visit), STAFF)
    editor.goto(CURRICULUM)
    before = editor.locator(TITLES).all_inner_texts()
    editor.get_by_role("button", name=f"Move down: {before[0]}").click()
    assert editor.locator(TITLES).all_inner_texts() == [before[1], before[0], *before[2:]]
    editor.get_by_role("button", name=f"Move up: {before[0]}").click()
    assert editor.locator(TITLES).all_inner_texts() == before
    open_words(editor)
    editor.get_by_label("Text:").fill(f"Ask in Recife.\n\n{body(editor)}")
    editor.get_by_role("button", name="Preview").click()
    expect(editor.frame_locator("iframe[name=preview]").locator("article")).to_contain_text("Ask in Recife.")
    editor.get_by_role("button", name="Publish").click()
    expect(editor.locator(".messagelist")).to_contain_text("Published")
    put_back(editor)


def test_words_that_were_not_saved_are_kept_by_the_browser(open_browser: Open) -> None:
    context = open_browser(Visit("desktop", DESKTOP))
    editor = signed_in(context, STAFF)
    open_words(editor)
    editor.get_by_label("Summary:").fill("A sentence that would be lost")
    context.clear_cookies(name="session")
    editor.get_by_role("button", name="Save as a draft").click()
    editor.wait_for_url(re.compile("/accounts/login/"))
    again = signed_in(context, STAFF)
    open_words(again)
    again.get_by_role("button", name="Take it back").click()
    expect(again.get_by_label("Summary:")).to_have_value("A sentence that would be lost")
    again.once("dialog", lambda dialog: dialog.accept())
    with again.expect_event("dialog") as asked:
        again.get_by_role("link", name="Curriculum", exact=True).click()
    assert asked.value.type == "beforeunload"
    again.wait_for_url(re.compile(f"{CURRICULUM}$"))
