"""The list of variables is whole, and an unset one is not a wrong one."""

import re
import shutil
from pathlib import Path

import pytest

from program.local import ROOT, environment


def test_env_example_lists_every_variable_that_the_settings_read() -> None:
    text = "".join((ROOT / "program" / name).read_text() for name in ("settings.py", "payment_settings.py"))
    read = set(re.findall(r"""read\(\s*"\w+",\s*"([A-Z_]+)\"""", text))

    assert {"SECRET_KEY", "DATABASE_URL", "REDIS_URL", "STRIPE_API_URL"} <= read
    assert read - environment.setting_names() == set()


def test_env_example_sets_nothing_by_itself() -> None:
    lines = (ROOT / ".env.example").read_text().splitlines()

    assert [line for line in lines if line and not line.startswith("#")] == []


def test_given_takes_an_empty_value_for_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAIL_URL", "")

    assert "MAIL_URL" not in environment.given()


def test_given_reads_the_env_file_after_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(ROOT / ".env.example", tmp_path)
    (tmp_path / ".env").write_text("PORT=9001\nMAIL_FROM='Written <written@example.org>'\n")
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setenv("PORT", "9002")
    monkeypatch.delenv("MAIL_FROM", raising=False)

    said = environment.given()

    assert said["PORT"] == "9002"
    assert said["MAIL_FROM"] == "Written <written@example.org>"


def test_secret_key_is_made_once_and_for_us_alone(tmp_path: Path) -> None:
    first, second = environment.secret_key(tmp_path), environment.secret_key(tmp_path)

    assert first == second
    assert len(first) >= 50
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0
