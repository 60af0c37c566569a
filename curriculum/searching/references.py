"""Finding mistakes and books by their words. There are some dozens of each, in memory."""

from curriculum.searching.plain import without_accents
from curriculum.shared.references import Entry, references

MOST = 8
SEARCHED = {"mistake": ("title", "text", "instead"), "book": ("title", "author", "series", "note")}


def search_references(words: str, *languages: str) -> dict[str, list[Entry]]:
    """Those that hold all the words, wherever they stand."""
    wanted = without_accents(words).casefold().split()
    return {
        f"{kind}s": [entry for entry in references(kind, *languages) if holds(entry, fields, wanted)][:MOST]
        for kind, fields in SEARCHED.items()
    }


def holds(entry: Entry, fields: tuple[str, ...], wanted: list[str]) -> bool:
    said = without_accents(" ".join(str(entry[name]) for name in fields)).casefold()
    return all(word in said for word in wanted)
