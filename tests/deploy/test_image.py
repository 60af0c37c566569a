"""What enters the image, what it is built from, and that its build needs nothing that is not there."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.deploy.shipped import ROOT, settings_variables, text_of

ALLOWED_IN = {line[1:] for line in text_of(".dockerignore").splitlines() if line.startswith("!")}


def test_nothing_enters_but_what_is_named() -> None:
    rules = [line for line in text_of(".dockerignore").splitlines() if line and not line.startswith("#")]
    assert rules[0] == "*"
    assert not {".env", ".git", "var", "deploy", "tests", "requirements-dev.txt"} & ALLOWED_IN


def test_every_room_enters() -> None:
    rooms = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}
    assert rooms | {"templates", "static", "locale", "manage.py", "requirements.txt"} == ALLOWED_IN


def test_every_room_is_compiled() -> None:
    compiled = re.search(r"compileall -q ([a-z ]+)", text_of("Dockerfile"))
    assert compiled
    assert set(compiled[1].split()) == {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}


def throw_away_values() -> dict[str, str]:
    """Those of the one line that collects the static files."""
    line = next(part for part in text_of("Dockerfile").split("RUN ") if "collectstatic" in part)
    return dict(re.findall(r"^\s*([A-Z_]+)=(\S+)", line, re.MULTILINE))


def collect_static(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--noinput", "--dry-run", "--verbosity", "0"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_static_files_are_collected_with_the_values_of_the_build(tmp_path: Path) -> None:
    done = collect_static(throw_away_values() | {"STATIC_ROOT": str(tmp_path)})
    assert done.returncode == 0, done.stdout + done.stderr


def test_build_without_a_value_stops_and_names_it(tmp_path: Path) -> None:
    if (ROOT / ".env").exists():
        pytest.skip("this checkout has a .env of its own, which fills in the value")
    values = throw_away_values()
    del values["DATABASE_URL"]
    done = collect_static(values | {"STATIC_ROOT": str(tmp_path)})
    assert done.returncode != 0
    assert "DATABASE_URL" in done.stderr


def test_no_secret_stays_in_the_image() -> None:
    text = text_of("Dockerfile")
    kept = set(re.findall(r"\b([A-Z_]+)=", " ".join(re.findall(r"^ENV ((?:.*\\\n)*.*)$", text, re.MULTILINE))))
    assert not kept & {"SECRET_KEY", "DATABASE_URL", "REDIS_URL", "MAIL_URL"}
    assert set(throw_away_values()) <= settings_variables()


def test_image_runs_as_a_user_who_is_not_root() -> None:
    last_stage = text_of("Dockerfile").rsplit("FROM ", 1)[1]
    user = re.search(r"^USER (\d+):\d+$", last_stage, re.MULTILINE)
    assert user
    assert int(user[1]) >= 1000


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-run.txt", "requirements-dev.txt"])
def test_requirements_are_locked_by_hash_and_name_no_address(name: str) -> None:
    text = text_of(name)
    assert "://" not in text
    assert not re.search(r"^-", text, re.MULTILINE), "an option line may hold an index's address"
    packages = re.findall(r"^(?!#)\S.*?(?=^\S|\Z)", text, re.MULTILINE | re.DOTALL)
    assert packages
    assert [package.split()[0] for package in packages if "--hash=sha256:" not in package] == []
