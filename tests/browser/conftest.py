"""A real house (`make run` on services of its own) and a real browser."""

import re
import socket
import subprocess
import sys
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from program.local import ROOT, browser

FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
OPENED = pytest.StashKey[list[BrowserContext]]()
READY = "Ctrl-C stops all of it."


@dataclass(frozen=True)
class House:
    port: int

    def at(self, path: str, host: str = "localhost") -> str:
        return f"http://{host}:{self.port}{path}"


@pytest.fixture(scope="session")
def house() -> Iterator[House]:
    """Web, worker, beat, PostgreSQL and Valkey, with the demo in them; taken down afterwards."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = int(listener.getsockname()[1])
    python = [sys.executable, "-m"]
    command = [*python, "program.local.sandbox", "--", "env", f"PORT={port}", f"LINK_PORT={port}"]
    command += [f"STATIC_ROOT={ROOT}/var/static"]  # collected once for all houses of a checkout
    running = subprocess.Popen(
        [*command, *python, "program.local"], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert running.stdout is not None
    said = []
    for line in running.stdout:
        said.append(line)
        if READY in line:
            break
    else:
        pytest.fail("The house did not stand:\n" + "".join(said[-40:]))
    yield House(port)
    running.terminate()
    running.communicate(timeout=30)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Ended with its module: Playwright's event loop in this thread would keep Django from the database."""
    with sync_playwright() as playwright:
        chosen = playwright.chromium.launch(executable_path=str(browser.find()), args=list(FLAGS))
        yield chosen
        chosen.close()


class Complaints(list[str]):
    """What a page's console complained about: errors, and violations of the content security policy."""

    def listen(self, page: Page) -> None:
        page.on("console", lambda said: self.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.append(str(error)))


@pytest.fixture
def complaints() -> Iterator[Complaints]:
    """Empty at the end, or the test fails."""
    heard = Complaints()
    yield heard
    assert [said for said in heard if not re.search(r"status of (4\d\d)", said)] == []


@dataclass(frozen=True)
class Visit:
    """A way of looking at the site."""

    name: str
    viewport: dict[str, int]
    has_scripts: bool = True
    theme: str = "light"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A failed walk says what its pages showed."""
    report = yield
    if report.when == "call" and report.failed:
        for page in [page for context in item.stash.get(OPENED, []) for page in context.pages]:
            report.sections.append((f"Page {page.url}", page.locator("body").inner_text()[:1500]))
    return report


@pytest.fixture
def open_browser(
    request: pytest.FixtureRequest, chromium: Browser, house: House, complaints: Complaints
) -> Iterator[Callable[..., BrowserContext]]:
    """A fresh browser without cookies, as somebody's phone or desktop."""
    contexts = request.node.stash.setdefault(OPENED, [])

    def opened(visit: Visit, host: str = "localhost") -> BrowserContext:
        context = chromium.new_context(
            base_url=house.at("", host),
            viewport=visit.viewport,  # type: ignore[arg-type]
            java_script_enabled=visit.has_scripts,
            color_scheme=visit.theme,  # type: ignore[arg-type]
            timezone_id="Asia/Kolkata",
            locale="en-US",
        )
        context.set_default_timeout(10_000)
        context.on("page", complaints.listen)
        contexts.append(context)
        return context

    yield opened
    for context in contexts:
        context.close()
