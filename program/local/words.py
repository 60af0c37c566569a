"""The translations as the running site reads them, made anew when their source is newer."""

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from program.local import ROOT


def compile_words() -> None:
    for source in ROOT.glob("locale/*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            _compile(source, target)


def _compile(source: Path, target: Path) -> None:
    """In one move, because another start may be reading or doing the same."""
    draft = target.with_name(f"{target.name}.{os.getpid()}")
    with source.open("rb") as words, draft.open("wb") as out:
        write_mo(out, read_po(words, locale=source.parts[-3]))
    draft.replace(target)


if __name__ == "__main__":
    compile_words()
