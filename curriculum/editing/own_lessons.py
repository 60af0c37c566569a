"""A program's own lesson begins with a title; the rest of its words are written in the editor."""

from datetime import datetime

from django.db import transaction

from curriculum.editing.revisions import add_revision
from curriculum.loading.lesson_file import LessonWords
from curriculum.models import OwnLesson, OwnText
from members.models import Membership


@transaction.atomic
def begin_words(lesson: OwnLesson, title: str, *, language: str, by: Membership, now: datetime) -> OwnText:
    """A first draft with nothing but the title: members see nothing until one is published."""
    text = OwnText.objects.create(own_lesson=lesson, language=language)
    words = LessonWords(
        title=title, summary="", teaser="", body="", body_html="", contents=[], task="",
        mistakes=[], sources=[], quiz=[], worksheet=None,
    )  # fmt: skip
    kept = {**words.__dict__, "digest": words.digest}
    add_revision(text, None, kept, based_on=None, note="", by=by, now=now)
    return text
