"""Asking under a lesson, and taking a question back."""

from datetime import datetime, timedelta

from curriculum.about import keys_of
from curriculum.models import Question
from members.models import Membership

MOST_OPEN = 10
SAME_WITHIN = timedelta(days=1)


class TooManyOpen(Exception):
    """So many of the member's questions wait for an answer already."""


def ask(membership: Membership, ref: int, words: str, *, is_for_roundtable: bool, now: datetime) -> Question:
    """Under the lesson of that `ref`; the same words within a day are one question. Raises TooManyOpen."""
    Membership.objects.select_for_update(no_key=True).get(pk=membership.pk)  # One at a time.
    mine = Question.objects.filter(membership=membership)
    asked = mine.filter(ref=ref, words=words, asked_at__gt=now - SAME_WITHIN).first()
    if asked is not None:
        return asked
    if mine.filter(answered_at=None, hidden_at=None).count() >= MOST_OPEN:
        raise TooManyOpen
    return Question.objects.create(
        membership=membership,
        words=words,
        is_for_roundtable=is_for_roundtable,
        asked_at=now,
        **keys_of(ref),
    )


def withdraw(question: Question) -> bool:
    """False: it was answered, or taken down, before."""
    waiting = Question.objects.filter(pk=question.pk, answered_at=None, hidden_at=None)
    return waiting.delete()[0] > 0
