"""A translation asks what the original asks: answers are kept by place and by name, whatever the language."""

from typing import Any

from curriculum.loading.lesson_file import LessonWords


def complain_of_differences(
    where: str, translation: LessonWords, original: LessonWords, complaints: list[str]
) -> None:
    if shape_of_quiz(translation) != shape_of_quiz(original):
        complaints.append(
            f"{where}: quiz: other questions, or the right answers in other places, than in the original"
        )
    if shape_of_worksheet(translation) != shape_of_worksheet(original):
        complaints.append(f"{where}: worksheet: other fields than in the original")


def shape_of_quiz(words: LessonWords) -> list[list[bool]]:
    return [[answer["right"] for answer in question["answers"]] for question in words.quiz]


def shape_of_worksheet(words: LessonWords) -> list[Any]:
    fields = (words.worksheet or {}).get("fields", [])
    return [(field["name"], field["kind"], [value for value, _words in field["choices"]]) for field in fields]
