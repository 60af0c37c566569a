"""`make test`: everything a change has to pass, each step with its seconds, the counts at the end.

`make check` leaves the tests out; with arguments for pytest there is nothing but the tests.
"""

import os
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.etree import ElementTree

from program.local import ROOT, browser
from program.local.progress import BOLD, RED, painted
from program.local.sandbox import run, sandbox
from program.local.side_by_side import Result, Step, side_by_side

CORES = 2
SPREAD = ["-n", f"{CORES}", "--dist", "loadfile", "--no-loadscope-reorder"]
BIN = Path(sys.executable).parent
MANAGE = [sys.executable, "manage.py"]
STEPS = [
    Step("formatting", [BIN / "ruff", "format", "--check", "."]),
    Step("lint", [BIN / "ruff", "check", "."]),
    Step("imports", [BIN / "lint-imports"]),
    Step("template rules", [BIN / "djlint", "templates", "--lint", "--quiet"]),
    Step("template layout", [BIN / "djlint", "templates", "--check"]),
    Step("vendored files", [sys.executable, "-m", "program.local.vendor", "--check"]),
    Step("migrations", [*MANAGE, "makemigrations", "--check", "--dry-run"]),
    Step("deployment", [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"]),
    Step("types", [BIN / "mypy", "."], slow=True),
]
# check --deploy looks at a site as it is on the internet.
DEPLOYED = {"MAIL_URL": "smtp://localhost:25", "LINK_SCHEME": "https"}
NO_BROWSER = "No browser could be had, so the tests that need one did not run: install Chromium."


def main(arguments: Sequence[str]) -> int:
    began = time.monotonic()
    results: list[Result] = []
    counts = ""
    with sandbox() as env:
        if arguments in ([], ["--no-tests"]):
            results += side_by_side(STEPS, CORES, env | DEPLOYED)
        if arguments != ["--no-tests"]:
            results.append(find_browser())
            tested, counts = test(arguments, env, has_browser=results[-1].said == "")
            results.append(tested)
    return report(results, counts, time.monotonic() - began)


def find_browser() -> Result:
    """Without one the other tests still say something; only CI insists."""
    began = time.monotonic()
    missing = "" if browser.obtain() else NO_BROWSER
    return Result("browser", not (missing and os.environ.get("CI")), time.monotonic() - began, missing)


def test(arguments: Sequence[str], env: Mapping[str, str], *, has_browser: bool) -> tuple[Result, str]:
    """The tests print as they go; what they counted is read from their report."""
    began = time.monotonic()
    counted = Path(env["MEDIA_ROOT"]).with_name("tests.xml")
    command = [f"{BIN}/pytest", *SPREAD, f"--junit-xml={counted}"]
    command += [] if has_browser else ["-m", "not browser"]
    passed = run([*command, *arguments], env) == 0
    return Result("tests", passed, time.monotonic() - began), counts_in(counted)


def counts_in(report: Path) -> str:
    if not report.exists():
        return "0 passed, 1 failed"
    suites = ElementTree.parse(report).iter("testsuite")  # noqa: S314 - pytest wrote it just now
    total = dict.fromkeys(("tests", "failures", "errors", "skipped"), 0)
    for suite in suites:
        for name in total:
            total[name] += int(suite.get(name, 0))
    failed = total["failures"] + total["errors"]
    passed = total["tests"] - failed - total["skipped"]
    return f"{passed} passed, {failed} failed, {total['skipped']} skipped"


def report(results: Sequence[Result], counts: str, seconds: float) -> int:
    failed = [result.name for result in results if not result.passed]
    print(f"\n{painted('In sum', BOLD)}, after {seconds:.0f} s:")
    for result in results:
        print(result)
    for result in results:
        if result.name == "browser" and result.said:
            print(painted(f"\n{result.said}", RED))
    if failed:
        print(painted(f"\nFailed: {', '.join(failed)}.", RED))
    if counts:
        print(f"\n{counts}")
    return 1 if failed else 0


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main(sys.argv[1:]))
