"""A lesson's quiz as one reader sees it: of an answer that was not chosen nothing is known but its words."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

type Questions = tuple[dict[str, Any], ...]
type Places = list[int | None]
"""The place of the answer chosen for each question; None: not answered."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question on the page."""

    name: str
    ask: str
    answers: tuple[str, ...]
    chosen: int | None = None
    is_right: bool | None = None
    """None: not judged."""

    why: str = ""
    """Of the answer that was chosen."""

    is_missing: bool = False

    @property
    def said(self) -> str:
        return "" if self.chosen is None else self.answers[self.chosen]

    @property
    def kept(self) -> int | None:
        """What stays chosen for the next try: all but what was wrong."""
        return None if self.is_right is False else self.chosen


def asked(questions: Questions, chosen: Places | None = None) -> tuple[Asked, ...]:
    places = chosen if chosen is not None else [None] * len(questions)
    return tuple(
        Asked(f"q{number}", question["ask"], tuple(answer["text"] for answer in question["answers"]), place)
        for number, (question, place) in enumerate(zip(questions, places, strict=True), 1)
    )


def judged(questions: Questions, chosen: Places) -> tuple[Asked, ...]:
    return tuple(judge(stand, question) for stand, question in zip(asked(questions, chosen), questions, strict=True))


def judge(stand: Asked, question: dict[str, Any]) -> Asked:
    assert stand.chosen is not None
    answer = question["answers"][stand.chosen]
    return replace(stand, is_right=bool(answer["right"]), why=answer["why"])


def incomplete(questions: Questions, chosen: Places) -> tuple[Asked, ...]:
    """Says which are not answered yet, and judges none."""
    return tuple(replace(stand, is_missing=stand.chosen is None) for stand in asked(questions, chosen))


def chosen_in(questions: Questions, data: Mapping[str, str]) -> Places:
    """What a form sent; what is no answer of the question counts as none."""
    sent = (data.get(f"q{number}", "") for number in range(1, len(questions) + 1))
    return [
        int(place) if is_place(place, len(question["answers"])) else None
        for place, question in zip(sent, questions, strict=True)
    ]


def is_place(sent: str, answers: int) -> bool:
    return len(sent) < 3 and sent.isascii() and sent.isdecimal() and int(sent) < answers


def right_places(questions: Questions) -> Places:
    return [[bool(answer["right"]) for answer in question["answers"]].index(True) for question in questions]


def fits(questions: Questions, answers: Any) -> bool:
    """Whether an earlier try still answers these questions, which editors may have changed."""
    return len(answers) == len(questions) and all(
        isinstance(place, int) and 0 <= place < len(question["answers"])
        for place, question in zip(answers, questions, strict=True)
    )
