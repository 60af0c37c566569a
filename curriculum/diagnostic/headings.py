"""The nine headings with their questions, and what a set of answers comes to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from curriculum.shared.references import Entry, references

HIGHEST = 3
"""Points of the strongest answer to a question."""

type Answers = Mapping[str, str]
"""By the short name of the question."""


@dataclass(frozen=True, slots=True)
class Score:
    heading: Entry
    points: int
    most: int


def headings(*languages: str) -> tuple[Entry, ...]:
    return references("heading", *languages)


def version_of(found: Iterable[Entry]) -> int:
    return max((heading["version"] for heading in found), default=0)


def chosen_answers(found: Iterable[Entry], answers: Answers) -> list[tuple[Entry, Entry]]:
    """Question and answer, of those that are still asked so."""
    return [
        (question, answer)
        for heading in found
        for question in heading["questions"]
        for answer in question["answers"]
        if answers.get(question["slug"]) == answer["value"]
    ]


def patterns_seen(found: Iterable[Entry], answers: Answers) -> list[str]:
    """Short names of the patterns that an answer reveals, in the order of the path: the first gap is plugged first."""
    seen = {answer["pattern"] for _question, answer in chosen_answers(found, answers)}
    return [pattern["slug"] for pattern in references("pattern") if pattern["slug"] in seen]


def scores(found: Iterable[Entry], answers: Answers) -> list[Score]:
    return [score(heading, answers) for heading in found]


def score(heading: Entry, answers: Answers) -> Score:
    points = sum(answer["points"] for _question, answer in chosen_answers([heading], answers))
    return Score(heading, points, HIGHEST * len(heading["questions"]))


def first_open(found: Iterable[Entry], answers: Answers) -> Entry | None:
    """The first heading with a question that is not answered yet."""
    return next((heading for heading in found if not answers_all(heading, answers)), None)


def answers_all(heading: Entry, answers: Answers) -> bool:
    return len(chosen_answers([heading], answers)) == len(heading["questions"])


def known(found: Iterable[Entry], answers: Any) -> dict[str, str]:
    """What is kept of answers from elsewhere: questions and values that exist."""
    given = answers if isinstance(answers, dict) else {}
    return {question["slug"]: answer["value"] for question, answer in chosen_answers(found, given)}
