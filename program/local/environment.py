"""The settings' environment: what is in .env, what is set by hand, what the local parts fill in."""

import os
import re
import secrets
from collections.abc import Mapping
from pathlib import Path

from dotenv import dotenv_values

from program.local import ROOT

NAMED = re.compile(r"^#?([A-Z][A-Z0-9_]*)=", re.MULTILINE)


def setting_names() -> frozenset[str]:
    """The variables that mean something to First Million: .env.example is their list."""
    return frozenset(NAMED.findall((ROOT / ".env.example").read_text()))


def without_settings(environ: Mapping[str, str]) -> dict[str, str]:
    """For commands that must not touch what the settings point at: tests, above all."""
    names = setting_names()
    return {name: value for name, value in environ.items() if name not in names}


def given() -> dict[str, str]:
    """What the user said: the environment goes before .env, and an empty value says nothing."""
    written = {
        name: value for name, value in dotenv_values(ROOT / ".env").items() if value
    }
    names = setting_names()
    return written | {n: v for n, v in os.environ.items() if v or n not in names}


def secret_key(folder: Path) -> str:
    """Made once for this checkout, so that people stay signed in over a restart."""
    file = folder / "secret-key"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(48))
    return file.read_text()
