"""What templates need of worksheets."""

from typing import Any

from django import template
from django.db.models import QuerySet

from curriculum.entries import LessonEntry
from curriculum.models import WorksheetVersion
from curriculum.worksheets.answers import Answer, Field, told
from curriculum.worksheets.standing import Standing, standing_of
from members.models import Membership
from program.tenancy.prepared import prepared

register = template.Library()


@register.simple_tag
def standing_in(lesson: LessonEntry, worksheet: dict[str, Any], membership: Membership) -> Standing:
    """How far the member's venture is with a lesson's worksheet: one query, of a lesson that has one."""
    found = next(iter(newest_of(membership.pk, lesson.ref)), None)
    answers, asked_at, answered_at = found or ({}, None, None)
    return standing_of(worksheet["fields"], answers, asked_at, answered_at)


@prepared
def newest_of(membership_id: int, ref: int) -> QuerySet[WorksheetVersion, Any]:
    mine = WorksheetVersion.objects.filter(
        worksheet__ref=ref,
        worksheet__venture__founders__membership=membership_id,
        worksheet__venture__founders__left_at=None,
    )
    newest = mine.order_by("-number")
    return newest.values_list("answers", "worksheet__asked_at", "worksheet__answered_at")[:1]


@register.simple_tag
def answer(field: Field, given: Answer, currency: str) -> str:
    return told(field, given, currency)
