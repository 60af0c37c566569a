"""A worksheet's versions, each with how many answers it changed and how much was said about it."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from curriculum.models import Worksheet, WorksheetVersion
from curriculum.worksheets.answers import changed_between
from curriculum.worksheets.beside import restored_from

PER_PAGE = 30


def versions_of(sheet: Worksheet) -> QuerySet[WorksheetVersion]:
    rows = WorksheetVersion.objects.filter(worksheet=sheet).select_related("saved_by__user")
    return rows.annotate(comment_count=Count("comments")).order_by("-number")


def history_page(request: HttpRequest, sheet: Worksheet) -> Page[Any]:
    """Three queries for any number: how many, the page, and the version before it."""
    page = Paginator(versions_of(sheet), PER_PAGE).get_page(request.GET.get("page"))
    with_changes(sheet, list(page.object_list))
    return page


def with_changes(sheet: Worksheet, rows: list[Any]) -> list[Any]:
    """`changed` on each, counted against the version before; `restored_from` where it was taken from the history."""
    oldest = min((row.number for row in rows), default=1)
    before = WorksheetVersion.objects.filter(worksheet=sheet, number=oldest - 1).first() if oldest > 1 else None
    answers = {row.number: row.answers for row in rows} | ({before.number: before.answers} if before else {})
    for row in rows:
        row.changed = len(changed_between(answers.get(row.number - 1, {}), row.answers))
        row.restored_from = restored_from(row)
    return rows
