"""Makes .venv what requirements-run.txt or requirements-dev.txt says, when it is not so already.

It runs before anything is installed, so it knows the standard library only.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VAR = ROOT / "var"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin/python"
SETS = {"run": ["run"], "dev": ["dev", "run"]}  # the second holds the first


def main() -> None:
    wanted = sys.argv[1]
    refuse_foreign_folders()
    with one_at_a_time():
        if not works():
            make_environment()
        if not is_current(wanted):
            install(wanted)


def refuse_foreign_folders() -> None:
    for folder in (VAR, VENV):
        if folder.exists() and folder.stat().st_uid != os.geteuid():
            sys.exit(
                f"{folder} belongs to another user (number {folder.stat().st_uid}): "
                "work as one user in a checkout, or remove that folder first."
            )


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Two makes may start at once; the second finds the work done."""
    VAR.mkdir(exist_ok=True)
    with (VAR / "install.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def works() -> bool:
    """Not so when it was left half made, or when the Python it points to is gone or too old."""
    probe = [str(PYTHON), "-c", "import sys; sys.exit(sys.version_info < (3, 12))"]
    return PYTHON.exists() and subprocess.run(probe, check=False).returncode == 0


def make_environment() -> None:
    say(f"Making .venv with Python {sys.version.split()[0]}")
    if uv := shutil.which("uv"):
        run(uv, "venv", "--quiet", "--clear", "--python", sys.executable, VENV)
        return
    try:
        run(sys.executable, "-m", "venv", "--clear", VENV)
    except subprocess.CalledProcessError:
        sys.exit("This Python cannot make environments: install python3-venv of your system, or uv.")


def install(wanted: str) -> None:
    begin = time.monotonic()
    say(f"Installing {requirements(wanted).name} …")
    locked = ("--quiet", "--require-hashes", "-r", requirements(wanted))
    if uv := shutil.which("uv"):
        run(uv, "pip", "install", "--python", PYTHON, "--compile-bytecode", *locked)
    else:
        run(PYTHON, "-m", "pip", "install", "-q", "--disable-pip-version-check", *locked)
    for name in SETS[wanted]:
        stamp(name).write_text(digest(name))
    say(f"Installed in {time.monotonic() - begin:.0f} s")


def is_current(name: str) -> bool:
    return stamp(name).exists() and stamp(name).read_text() == digest(name)


def requirements(name: str) -> Path:
    return ROOT / f"requirements-{name}.txt"


def stamp(name: str) -> Path:
    return VENV / f"installed-{name}"


def digest(name: str) -> str:
    return hashlib.sha256(requirements(name).read_bytes()).hexdigest()


def run(*command: str | Path) -> None:
    """Without PYTHONDONTWRITEBYTECODE: compiled once here, or at every start."""
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run([str(part) for part in command], check=True, env=env, cwd=ROOT)


def say(text: str) -> None:
    print(f"  {text}", flush=True)


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as error:
        sys.exit(f"{error.cmd[0]} failed; see above.")
    except KeyboardInterrupt:
        sys.exit(130)
