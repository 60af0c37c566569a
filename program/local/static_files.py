"""Whether the static files must be collected again."""

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from program.local import ROOT


def fingerprint() -> str:
    """Of everything that collectstatic reads, by name, size and time; packages by their lock."""
    files = sorted(path for path in (ROOT / "static").rglob("*") if path.is_file())
    files += [ROOT / "requirements-run.txt", ROOT / "program/settings.py"]
    digest = hashlib.sha256()
    for path in files:
        facts = path.stat()
        digest.update(f"{path}\0{facts.st_size}\0{facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()


@contextmanager
def held(target: Path) -> Iterator[None]:
    """One start at a time collects into a folder; whoever comes next finds them current."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.with_name(f"{target.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def are_current(target: Path) -> bool:
    mark = _mark(target)
    return (target / "staticfiles.json").exists() and mark.exists() and mark.read_text() == fingerprint()


def mark_current(target: Path) -> None:
    _mark(target).write_text(fingerprint())


def _mark(target: Path) -> Path:
    """Beside the folder, because what is in it is served."""
    return target.with_name(f"{target.name}-collected")
