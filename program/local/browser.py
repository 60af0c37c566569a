"""The browser of the tests: the system's Chromium, or Playwright's own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

DOWNLOAD_LIMIT = 600.0  # seconds
PACKAGES = ("chromium", "gettext")
NAMES = ("chromium", "chromium-browser", "google-chrome")
DOWNLOADED = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH", Path.home() / ".cache/ms-playwright"))


def find() -> Path | None:
    for name in NAMES:
        if found := shutil.which(name):
            return Path(found)
    return next(iter(sorted(DOWNLOADED.glob("chromium-*/chrome-*/chrome"), reverse=True)), None)


def obtain() -> Path | None:
    """None where no way of getting one works."""
    ways = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if os.geteuid() == 0 and shutil.which("apt-get"):
        ways.insert(0, ["sh", "-c", f"apt-get update -q && apt-get install -qy {' '.join(PACKAGES)}"])
    for way in ways:
        if found := find():
            return found
        attempt(way)
    return find()


def attempt(command: list[str]) -> None:
    """What it says is shown, for it may take minutes; whether it worked, find() tells."""
    try:
        subprocess.run(command, check=False, stdin=subprocess.DEVNULL, timeout=DOWNLOAD_LIMIT)
    except subprocess.TimeoutExpired:
        print(f"  {command[0]} took more than {DOWNLOAD_LIMIT:.0f} s", flush=True)
