"""Pages one cannot ask for, and a page with every mistake: the inspector must name them."""

from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles.finders import find
from django.template.loader import render_to_string
from playwright.sync_api import Route

from program.local.demo.people import PASSWORD
from tests.browser.conftest import Complaints
from tests.browser.inspection import Inspector
from tests.browser.stage import Open, visitor
from tests.browser.steps import fill

pytestmark = pytest.mark.browser

FOUNDER = "founder@first-million.example"
WRONG = """<!doctype html><html><body><main><h1>One</h1><h1>Two</h1><p style="color: red">By hand</p>
<p><font color="#ccc">Pale</font></p><img src="data:,"><hr width="2000"></main></body></html>"""

NAMED = [
    "answered 200", "language ''", "no title", "2 headings", "px too wide", "image-alt", "color-contrast",
    "Content Security Policy",
]  # fmt: skip


def test_pages_for_what_went_wrong_have_nothing_amiss(open_browser: Open, complaints: Complaints) -> None:
    """Those one cannot ask for are shown as they would be rendered."""
    page = visitor(open_browser)
    inspector = Inspector(page)
    page.goto("/accounts/login/")
    page.locator("[name=csrfmiddlewaretoken]").evaluate_all("inputs => inputs.forEach((input) => input.remove())")
    inspector.status = 403
    fill(page, login=FOUNDER, password=PASSWORD)
    inspector.look()
    inspector.visit("/roundtables/?" + "page=1&" * 1_100, 400)
    page.route("**/static/**", serve_static)
    page.route("**/broken/*/", serve_rendered)
    for status in (429, 500):
        inspector.visit(f"/broken/{status}/", status)
    assert not inspector.found, inspector.said
    complaints.clear()  # The console calls a page with status 500 an error, and is right.


def serve_rendered(route: Route) -> None:
    status = int(route.request.url.rstrip("/").rpartition("/")[2])
    html = render_to_string(f"{status}.html")
    route.fulfill(status=status, content_type="text/html; charset=utf-8", body=html)


def serve_static(route: Route) -> None:
    """By their plain names; the house knows the hashed ones."""
    file = find(urlsplit(route.request.url).path.removeprefix("/static/"))
    route.fulfill(path=file) if file else route.continue_()


def test_inspector_names_what_is_wrong(open_browser: Open, complaints: Complaints) -> None:
    """The negative control: a page with one mistake of every kind."""
    page = visitor(open_browser)
    page.route("**/wrong/", serve_wrong)
    inspector = Inspector(page)
    inspector.visit("/wrong/", 404)
    assert [word for word in NAMED if word not in inspector.said] == []
    complaints.clear()


def serve_wrong(route: Route) -> None:
    route.fulfill(body=WRONG, headers={"content-type": "text/html", "content-security-policy": "default-src 'self'"})
