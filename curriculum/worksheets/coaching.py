"""What a coach has in front of them: one version, how it came about, and what was said."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from curriculum.entries import Catalogue
from curriculum.models import Worksheet, WorksheetComment, WorksheetVersion
from curriculum.reading import body_of
from curriculum.worksheets.answers import Field, told
from curriculum.worksheets.comparing import Difference, differences, fields_of
from curriculum.worksheets.feedback import comments_on, founders_of
from curriculum.worksheets.feedback_forms import FeedbackForm
from curriculum.worksheets.history import versions_of, with_changes
from members.models import Founder

SHOWN = 30


@dataclass(frozen=True)
class CoachRow:
    field: Field
    answer: str
    difference: Difference | None
    comments: list[WorksheetComment]
    box: Any


@dataclass(frozen=True)
class Desk:
    sheet: Worksheet
    title: str
    lesson_url: str
    fields: list[Field]
    version: WorksheetVersion | None
    """The one that is read, and commented on."""

    before: WorksheetVersion | None
    """The one it is compared with."""

    versions: list[Any]
    comments: dict[str, list[WorksheetComment]]
    founders: list[Founder]
    currency: str

    @property
    def names(self) -> list[str]:
        return [field["name"] for field in self.fields]

    @property
    def shown(self) -> str:
        """When that was saved: a version that saves itself may go on while a coach reads."""
        return self.version.saved_at.isoformat() if self.version else ""

    @property
    def whole(self) -> list[WorksheetComment]:
        return self.comments.get("", [])

    def rows(self, form: FeedbackForm) -> list[CoachRow]:
        if self.version is None:
            return []
        changed = self.differences()
        return [
            CoachRow(
                field=field,
                answer=told(field, self.version.answers.get(field["name"]), self.currency),
                difference=changed.get(field["name"]),
                comments=self.comments.get(field["name"], []),
                box=form[field["name"]],
            )
            for field in self.fields
        ]

    def differences(self) -> dict[str, Difference]:
        if self.before is None or self.version is None:
            return {}
        found = differences(self.before, self.version, self.fields, self.currency)
        return {difference.name: difference for difference in found}


def desk_of(sheet: Worksheet, everything: Catalogue, asked_for: Mapping[str, str], currency: str) -> Desk:
    """`asked_for` may name a version and another to compare it with; without, the newest is read by itself."""
    versions = with_changes(sheet, list(versions_of(sheet)[:SHOWN]))
    version = chosen(sheet, versions, asked_for.get("version", "")) or next(iter(versions), None)
    lesson = everything.lesson_by_ref.get(sheet.ref)
    words = (body_of(lesson).worksheet if lesson and lesson.has_worksheet else None) or {}
    return Desk(
        sheet=sheet,
        title=words.get("title") or (lesson.title if lesson else str(sheet)),
        lesson_url=lesson.url if lesson else "",
        fields=fields_of(words.get("fields", []), *([version] if version else [])),
        version=version,
        before=chosen(sheet, versions, asked_for.get("with", "")),
        versions=versions,
        comments=comments_on(sheet),
        founders=list(founders_of(sheet)),
        currency=currency,
    )


def chosen(sheet: Worksheet, shown: list[Any], number: str) -> WorksheetVersion | None:
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        return None
    known = next((version for version in shown if version.number == int(number)), None)
    rows = WorksheetVersion.objects.filter(worksheet=sheet, number=int(number)).select_related("saved_by__user")
    return known or rows.first()
