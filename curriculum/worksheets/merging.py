"""Two people write at once: what only one of them changed is kept, of what both changed the later is."""

from dataclasses import dataclass

from curriculum.worksheets.answers import Answers


@dataclass(frozen=True)
class Merged:
    answers: Answers
    disputed: tuple[str, ...]
    """Fields that both changed to different answers; `mine` is what stands there."""


def merge(base: Answers, theirs: Answers, mine: Answers) -> Merged:
    """`mine` is written later. A field that `mine` does not know at all was not on its page."""
    answers: Answers = {}
    disputed = []
    for name in dict.fromkeys([*theirs, *mine]):
        before, other = base.get(name) or "", theirs.get(name) or ""
        own = (mine[name] or "") if name in mine else before
        answers[name] = other if own == before else own
        if own not in (before, other) and other != before:
            disputed.append(name)
    return Merged(answers, tuple(disputed))
