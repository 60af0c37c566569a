"""What stands under a lesson besides what the lesson's own view gives."""

from typing import Any

from django import template

from curriculum.entries import LessonEntry
from curriculum.questions.forms import AskForm
from curriculum.questions.listing import ANSWER, PER_PAGE, asked_rows, first_seen
from members.models import Membership

register = template.Library()


@register.simple_tag
def questions_under(lesson: LessonEntry, membership: Membership | None) -> dict[str, Any] | None:
    """Only where the lesson is open; None for those who are no members."""
    if membership is None or not membership.is_active:
        return None
    found = first_seen(membership.pk, lesson.ref)
    rows = asked_rows(found[:PER_PAGE], membership)
    has_more, may_answer = len(found) > PER_PAGE, membership.may(ANSWER)
    return {"rows": rows, "has_more": has_more, "may_answer": may_answer, "form": AskForm}
