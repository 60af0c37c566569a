"""What a question was asked under: its words for people, and its address."""

from django.conf import settings
from django.utils.translation import get_language

from curriculum.catalogue import catalogue
from curriculum.entries import LessonEntry
from curriculum.models import Question

LANGUAGES = tuple(dict(settings.LANGUAGES))


def lesson_asked_under(question: Question) -> LessonEntry | None:
    """In the language that is spoken, else in any; None once the program shows it no more."""
    return catalogue(get_language() or LANGUAGES[0], *LANGUAGES).lesson_by_ref.get(question.ref)


def address_of(question: Question) -> str:
    """Where it stands under its lesson, or nothing."""
    lesson = lesson_asked_under(question)
    return f"{lesson.url}#question-{question.pk}" if lesson else ""
