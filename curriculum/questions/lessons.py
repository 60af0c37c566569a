"""What a question was asked under: its words for people, and its address."""

from curriculum.catalogue import spoken_catalogue
from curriculum.entries import LessonEntry
from curriculum.models import Question


def lesson_asked_under(question: Question) -> LessonEntry | None:
    """None once the program shows it no more."""
    return spoken_catalogue().lesson_by_ref.get(question.ref)


def address_of(question: Question) -> str:
    """Where it stands under its lesson, or nothing."""
    lesson = lesson_asked_under(question)
    return f"{lesson.url}#question-{question.pk}" if lesson else ""
