"""The settings' environment: what is in .env, what is set by hand, what the local parts fill in."""

import os
import re
import secrets
from collections.abc import Mapping
from pathlib import Path

from dotenv import dotenv_values

from program.local import ROOT

BYTECODE = frozenset({"PYTHONDONTWRITEBYTECODE"})  # compiling anew costs every process a second
NAMED = re.compile(r"^#?([A-Z][A-Z0-9_]*)=", re.MULTILINE)


def setting_names() -> frozenset[str]:
    """The variables that mean something to First Million: .env.example is their list."""
    return frozenset(NAMED.findall((ROOT / ".env.example").read_text()))


def without_settings(environ: Mapping[str, str]) -> dict[str, str]:
    """For commands that must not touch what the settings point at: tests, above all."""
    names = setting_names() | BYTECODE
    return {name: value for name, value in environ.items() if name not in names}


def given() -> dict[str, str]:
    """What the user said: the environment goes before .env, and an empty value says nothing."""
    names = setting_names()
    said = {name: value for name, value in dotenv_values(ROOT / ".env").items() if value}
    said |= {name: value for name, value in os.environ.items() if value or name not in names}
    return {name: value for name, value in said.items() if name not in BYTECODE} | {"PYTHONUNBUFFERED": "1"}


def local_defaults(said: Mapping[str, str], folder: Path) -> dict[str, str]:
    """What differs on one's own machine from a site on the internet."""
    defaults = {
        "SECRET_KEY": secret_key(folder),
        "LINK_SCHEME": "http",
        "LINK_PORT": str(number(said, "PORT", 8000, highest=65535)),
        "MEDIA_ROOT": str(folder / "media"),
        "STATIC_ROOT": str(folder / "static"),
    }
    if "MAIL_URL" not in said:
        defaults["DEV_MAILBOX"] = str(folder / "mail")
    return defaults


def secret_key(folder: Path) -> str:
    """Made once for this checkout, so that people stay signed in over a restart."""
    file = folder / "secret-key"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(48))
    return file.read_text()


def number(said: Mapping[str, str], name: str, default: int, *, lowest: int = 1, highest: int) -> int:
    text = said.get(name, str(default))
    if not text.isdecimal() or not lowest <= int(text) <= highest:
        raise SystemExit(f"{name}: expected a number from {lowest} to {highest}, not {text!r}.")
    return int(text)
