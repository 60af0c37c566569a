"""What a recording's page says of the questions that were answered there."""

from typing import Any

from roundtables.models import Roundtable
from roundtables.questions.moments import moment_in, second_asked
from roundtables.questions.source import source


def questions_in(chosen: Roundtable, wanted: str) -> dict[str, Any]:
    """`wanted` is the second that the address asks for."""
    found = source().answered_at(chosen.number)
    second = second_asked(wanted)
    here = chosen.recording_url
    return {
        "moment": None if second is None else moment_in(here, second),
        "asked_here": [question for question in found if question.second == second],
        "answered": [(question, moment_in(here, question.second or 0)) for question in found],
    }
