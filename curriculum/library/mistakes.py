"""The catalogue of mistakes: by module, and on top those that go with the reader's own patterns."""

from dataclasses import dataclass
from typing import Any

from curriculum.entries import Catalogue, LessonEntry, ModuleEntry
from curriculum.learning.learner import Learner
from curriculum.shared.references import Entry, references


@dataclass(frozen=True, slots=True)
class Mistake:
    slug: str
    title: str
    text: str
    instead: str
    language: str
    module: ModuleEntry
    lessons: tuple[LessonEntry, ...]
    patterns: tuple[Entry, ...]


def catalogue_of_mistakes(everything: Catalogue, learner: Learner, *languages: str) -> dict[str, Any]:
    """The pinned ones stand on top and not again below."""
    patterns = {pattern["slug"]: pattern for pattern in references("pattern", *languages)}
    known = [entry for entry in references("mistake", *languages) if entry["module"] in everything.by_slug]
    mistakes = [mistake_of(entry, everything, patterns) for entry in known]
    mine = set(learner.patterns)
    pinned = [mistake for mistake in mistakes if any(pattern["slug"] in mine for pattern in mistake.patterns)]
    groups = [
        (module, [one for one in mistakes if one.module is module and one not in pinned])
        for module in everything.modules
    ]
    return {"pinned": pinned, "groups": [(module, found) for module, found in groups if found]}


def mistake_of(entry: Entry, everything: Catalogue, patterns: dict[str, Entry]) -> Mistake:
    return Mistake(
        slug=entry["slug"],
        title=entry["title"],
        text=entry["text"],
        instead=entry["instead"],
        language=entry["language"],
        module=everything.by_slug[entry["module"]],
        lessons=tuple(everything.lesson_by_key[key] for key in entry["lessons"] if key in everything.lesson_by_key),
        patterns=tuple(patterns[slug] for slug in entry["patterns"] if slug in patterns),
    )
