"""Answers are kept by place and by name, whatever the language: says where two languages ask different things."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from curriculum.editing.overview import LANGUAGES
from curriculum.editing.subject import Subject
from curriculum.loading.translations import shape_of_quiz, shape_of_worksheet
from curriculum.models import Revision


def other_shapes(subject: Subject, language: str, saved: Revision) -> Iterator[str]:
    for code in LANGUAGES:
        own = subject.own_words(code) if code != language else None
        words: Any = (own and own.published) or (subject.shared_words(code) if code != language else None)
        if words is None:
            continue
        if shape_of_quiz(words) != shape_of_quiz(saved):  # type: ignore[arg-type]
            yield _("The quiz in %s has other questions, or its right answers in other places.") % LANGUAGES[code]
        if shape_of_worksheet(words) != shape_of_worksheet(saved):  # type: ignore[arg-type]
            yield (_("The worksheet in %s has other fields.") % LANGUAGES[code])
