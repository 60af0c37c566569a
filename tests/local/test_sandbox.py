"""Throw-away services: real ones, that are gone afterwards."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from program.local import ROOT
from program.local.place import Place

ASK = """
import os, pathlib, psycopg2
from program.local import ROOT
from program.local.place import Place
with psycopg2.connect(os.environ["DATABASE_URL"]) as connection, connection.cursor() as cursor:
    cursor.execute("SELECT current_user, current_database(), current_setting('TimeZone'), version()")
    print(*cursor.fetchone())
"""


def in_sandbox(*command: str, keep: Path | None = None, **variables: str) -> subprocess.CompletedProcess[str]:
    options = ["--keep", str(keep)] if keep else []
    sandbox = [sys.executable, "-m", "program.local.sandbox", *options, "--", *command]
    env = {**os.environ, **variables}
    return subprocess.run(sandbox, env=env, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)


def test_sandbox_runs_the_command_as_the_web_role_on_its_own_postgresql() -> None:
    ended = in_sandbox(sys.executable, "-c", ASK, DATABASE_URL="postgres://somewhere.example/precious")

    assert ended.stderr == ""
    assert ended.stdout.startswith("app_web first_million UTC PostgreSQL 18")


def test_sandbox_hides_the_settings_it_was_started_with() -> None:
    ended = in_sandbox("sh", "-c", "echo key=$STRIPE_SECRET_KEY", STRIPE_SECRET_KEY="sk_live_precious")

    assert ended.stdout == "key=\n"


def test_sandbox_ends_as_its_command_ends_and_leaves_no_folder() -> None:
    ended = in_sandbox("sh", "-c", "dirname $MEDIA_ROOT; exit 7")

    assert ended.returncode == 7
    assert not Path(ended.stdout.strip()).exists()


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Place]:
    place = Place(tmp_path / "kept")
    yield place
    place.remove()


@pytest.mark.parametrize("lost", ["made", "PG_VERSION"])
def test_sandbox_starts_again_on_a_cluster_that_was_left_half_made(kept: Place, lost: str) -> None:
    assert in_sandbox("true", keep=kept.folder).returncode == 0
    cluster = kept.servers / "postgresql"

    (cluster / "made").unlink()
    (cluster / lost).unlink(missing_ok=True)

    assert in_sandbox("true", keep=kept.folder).returncode == 0


def test_sandbox_refuses_a_folder_that_is_in_use(kept: Place) -> None:
    inner = f"{sys.executable} -m program.local.sandbox --keep {kept.folder} -- true"

    ended = in_sandbox("sh", "-c", inner, keep=kept.folder)

    assert ended.returncode == 1
    assert "is in use already, by process" in ended.stderr
