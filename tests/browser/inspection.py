"""What every page keeps to, seen by a browser: in light and dark, on a desktop and on a phone."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.browser.conftest import DESKTOP, PHONE

LOOKS = [("desktop, light", DESKTOP, "light"), ("phone, dark", PHONE, "dark")]
"""Axe looks twice; nothing it finds depends on theme and width at once."""

DEPENDS_ON_LOOKS = ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"]
"""The rules of axe that colours and width decide; the others need not be asked twice."""

AXE = """async (rules) => (await axe.run(document, {resultTypes: ["violations"], ...rules})).violations.map(
    (found) => `${found.id} at ${found.nodes.map((node) => node.target.join(" ")).slice(0, 4).join(", ")}`)"""

FACTS = """() => ({
    language: document.documentElement.lang,
    title: document.title,
    headings: document.querySelectorAll("h1").length,
    mains: document.querySelectorAll("main").length,
})"""

WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


class Inspector:
    """Walks the pages of one person and collects what is wrong with any of them."""

    def __init__(self, page: Page, *, language: str = "en") -> None:
        self.page, self.language = page, language
        self.found: list[str] = []
        self.status = 200
        self.looks = list(LOOKS)
        page.add_init_script(AXE_SCRIPT)  # Through the debugger, which no policy of the page hinders.
        page.on("console", lambda said: self.note(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.note(str(error)))

    def note(self, problem: str) -> None:
        """A page that answers 404 is an error to the console, and was asked for."""
        if f"responded with a status of {self.status}" not in problem:
            self.found.append(f"{urlsplit(self.page.url).path}: {problem}")

    @property
    def said(self) -> str:
        return "\n".join(["", *self.found])

    def visit(self, path: str, status: int = 200) -> None:
        """Asks for the page, expects that answer from that address, and looks at it."""
        self.status = status
        response = self.page.goto(path)
        if response is None or response.status != status:
            self.note(f"answered {response.status if response else None}, not {status}")
        if path.startswith("/") and urlsplit(self.page.url).path != urlsplit(path).path:
            self.note(f"is where {path} led to")
        self.look()

    def look(self) -> None:
        """At the page that is open now, in whatever state it is; one that was just asked for arrives first."""
        self.page.wait_for_load_state()
        for problem in (*self.facts_amiss(), *self.looks_amiss()):
            self.note(problem)

    def change_to(self, viewport: dict[str, int], theme: str) -> None:
        self.page.set_viewport_size(viewport)  # type: ignore[arg-type]
        self.page.emulate_media(color_scheme=theme, reduced_motion="reduce")  # type: ignore[arg-type]

    def facts_amiss(self) -> Iterator[str]:
        facts: dict[str, Any] = self.page.evaluate(FACTS)
        if facts["language"].lower() != self.language:
            yield f"is in the language {facts['language']!r}"
        if not facts["title"].strip(" ·"):
            yield "has no title"
        if facts["headings"] != 1:
            yield f"has {facts['headings']} headings of the first level"
        if facts["mains"] != 1:
            yield f"has {facts['mains']} main parts"

    def looks_amiss(self) -> Iterator[str]:
        """Beginning with the look of the page before, which is the one this page was opened in."""
        rules: dict[str, Any] = {}
        for name, viewport, theme in self.looks:
            self.change_to(viewport, theme)
            if (wider := self.page.evaluate(WIDER)) > 0:
                yield f"is {wider} px too wide ({name})"
            yield from (f"{violation} ({name})" for violation in self.page.evaluate(AXE, rules))
            rules = {"runOnly": DEPENDS_ON_LOOKS}
        self.looks.reverse()
