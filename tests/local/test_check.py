"""What `make test` says at the end."""

from pathlib import Path

import pytest

from program.local.check import counts_in, report
from program.local.side_by_side import Result

REPORT = """<testsuites>
  <testsuite tests="5" failures="1" errors="1" skipped="1"/>
</testsuites>"""


def test_counts_take_an_error_for_a_failure(tmp_path: Path) -> None:
    (tmp_path / "tests.xml").write_text(REPORT)

    assert counts_in(tmp_path / "tests.xml") == "2 passed, 2 failed, 1 skipped"


def test_counts_without_a_report_are_a_failure(tmp_path: Path) -> None:
    assert counts_in(tmp_path / "tests.xml") == "0 passed, 1 failed"


def test_report_of_one_failed_step_fails_and_names_it(capsys: pytest.CaptureFixture[str]) -> None:
    results = [Result("lint", passed=False, seconds=1), Result("tests", passed=True, seconds=2)]

    assert report(results, "9 passed, 0 failed, 0 skipped", 3) == 1

    assert "Failed: lint." in capsys.readouterr().out


def test_report_ends_with_the_counts(capsys: pytest.CaptureFixture[str]) -> None:
    assert report([Result("tests", passed=True, seconds=2)], "9 passed, 0 failed, 0 skipped", 3) == 0

    assert capsys.readouterr().out.splitlines()[-1] == "9 passed, 0 failed, 0 skipped"
