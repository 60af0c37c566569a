"""The shipped files as the tests read them, and the offline tools that judge them."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
TOOLS = Path(sys.executable).parent
DOCKERFILES = ("Dockerfile", "deploy/pgbouncer.Dockerfile")
IMAGE_ONLY = frozenset({"PORT", "STATIC_ROOT", "MEDIA_ROOT"})

# ${NAME}, ${NAME:-default}, ${NAME:?message}; $$ is a dollar sign of the container's own shell.
INTERPOLATED = re.compile(r"(?<!\$)\$\{(?P<name>[A-Z_]+)(?::(?P<kind>[-?])(?P<rest>[^}]*))?\}")
READ_BY_SETTINGS = re.compile(r"""\bread\(\s*"\w+",\s*"([A-Z_]+)\"""")
LISTED = re.compile(r"^#?([A-Z][A-Z0-9_]*)=", re.MULTILINE)


def text_of(name: str) -> str:
    return (ROOT / name).read_text()


def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(text_of("docker-compose.yml"))
    return loaded


def services() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = compose()["services"]
    return found


def settings_variables() -> set[str]:
    files = ("program/settings.py", "program/payment_settings.py")
    return {name for file in files for name in READ_BY_SETTINGS.findall(text_of(file))}


def listed_variables(name: str) -> set[str]:
    return set(LISTED.findall(text_of(name)))


def run_tool(name: str, *arguments: str | Path, **environment: str) -> tuple[bool, str]:
    """Whether the tool was content, and what it said."""
    done = subprocess.run(
        [TOOLS / name, *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")} | environment,
    )
    return done.returncode == 0, done.stdout + done.stderr


def lint_dockerfile(path: Path) -> tuple[bool, str]:
    return run_tool("hadolint", path)


def check_compose(path: Path) -> tuple[bool, str]:
    return run_tool("check-jsonschema", "--builtin-schema", "vendor.compose-spec", path)


def check_caddyfile(path: Path, **environment: str) -> tuple[bool, str]:
    return run_tool("caddyserver", "validate", "--adapter", "caddyfile", "--config", path, **environment)
