"""A lesson's quiz: each question with its answers, and beside every answer why it is right or wrong."""

from typing import Any

from django.utils.translation import gettext as _

from curriculum.loading.fields import Fields


def read_quiz(lesson: Fields) -> list[dict[str, Any]]:
    return [
        read_question(Fields(f"{lesson.where}: quiz, no. {place}", entry, lesson.complaints))
        for place, entry in enumerate(lesson.list_of("quiz"), 1)
    ]


def read_question(fields: Fields) -> dict[str, Any]:
    ask = fields.words("ask", 400)
    answers = [
        read_answer(Fields(f"{fields.where}, answer {place}", entry, fields.complaints))
        for place, entry in enumerate(fields.list_of("answers", needed=True), 1)
    ]
    if len(answers) < 2:
        fields.complain("answers", _("needs two or more to choose from"))
    if sum(answer["right"] for answer in answers) != 1:
        fields.complain("answers", _("needs exactly one with right: true"))
    fields.nothing_else()
    return {"ask": ask, "answers": answers}


def read_answer(fields: Fields) -> dict[str, Any]:
    answer = {"text": fields.words("text", 300), "right": fields.flag("right"), "why": fields.words("why", 500)}
    fields.nothing_else()
    return answer
