"""Folders of lessons for tests, and a way to load them as the owner while the test itself runs as the web."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connections

from curriculum.loading.folder import read_content
from curriculum.loading.rows import Report, load

SMALL = Path(__file__).parent / "content"
COURSE = Path(__file__).parent / "course"
"""Two modules, the second after the first, with quiz, worksheet, patterns, diagnostic, mistakes and books."""


@contextmanager
def as_owner(user: str, password: str) -> Iterator[None]:
    """Django's connection is the owner's for a moment; what it writes is committed."""
    mine = connections["default"]
    owners = mine.copy()
    owners.settings_dict.update(USER=user, PASSWORD=password)
    connections["default"] = owners
    try:
        yield
    finally:
        owners.close()
        connections["default"] = mine


class Loader:
    def __init__(self, owner: tuple[str, str]) -> None:
        self.owner = owner

    def __call__(self, folder: Path = SMALL) -> Report:
        with as_owner(*self.owner):
            return load(read_content(folder))

    def forget(self) -> None:
        with as_owner(*self.owner), connections["default"].cursor() as cursor:
            cursor.execute("TRUNCATE curriculum_module, curriculum_reference CASCADE")


def lesson_file(**changes: str) -> str:
    """A lesson that is right, with fields of its front matter replaced; an empty one leaves the field out."""
    fields = {"title": "A lesson", "summary": "Short.", "tier": "free", "minutes": "3", "teaser": "T.", "do": "Ask."}
    body = changes.pop("body", "## Part\n\nText.\n")
    front = "".join(f"{name}: {value}\n" for name, value in {**fields, **changes}.items() if value)
    return f"---\n{front}---\n{body}"


def write_folder(folder: Path, lessons: int = 1, **changes: str) -> Path:
    """One module with so many lessons."""
    folder.mkdir(exist_ok=True)
    module = "modules:\n  - slug: many\n    position: 1\n    en:\n      title: Many\n      promise: Lessons.\n"
    (folder / "modules.yaml").write_text(module)
    for number in range(1, lessons + 1):
        place = folder / "many" / f"{number:02}-lesson-{number}"
        place.mkdir(parents=True, exist_ok=True)
        (place / "en.md").write_text(lesson_file(**changes))
    return folder
