"""Taking a question down, and showing it again; why stands in the audit log."""

from datetime import datetime
from typing import Any

from curriculum.models import Question
from program.audit.log import record


def take_down(question: Question, why: str, *, by: Any, now: datetime) -> bool:
    """From now on the asker alone sees it, and that it was taken down."""
    shown = Question.objects.filter(pk=question.pk, hidden_at=None)
    return _said(shown.update(hidden_at=now), "took down", question, why, by)


def show_again(question: Question, why: str, *, by: Any) -> bool:
    hidden = Question.objects.filter(pk=question.pk).exclude(hidden_at=None)
    return _said(hidden.update(hidden_at=None), "showed again", question, why, by)


def _said(changed: int, action: str, question: Question, why: str, by: Any) -> bool:
    if changed:
        record(action, question, by=by, changes={"why": ["", why]})
    return changed > 0
