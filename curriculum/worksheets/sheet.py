"""A worksheet as one member meets it: its lesson, their venture, and what stands there now."""

from dataclasses import dataclass
from functools import cached_property

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from curriculum.entries import LessonEntry
from curriculum.gates import may_read
from curriculum.models import Worksheet, WorksheetComment, WorksheetVersion
from curriculum.reading import body_of
from curriculum.requests import learner_for, lesson_or_404, words_for
from curriculum.worksheets.answers import Answers, Field, told
from curriculum.worksheets.comparing import fields_of
from curriculum.worksheets.feedback import comments_on
from curriculum.worksheets.saving import version_numbered
from curriculum.worksheets.standing import Standing, standing_of
from members.models import Membership, Venture
from members.ventures.actions import part_of


class Walled(Exception):
    """The lesson is not open to this member."""

    def __init__(self, lesson: LessonEntry) -> None:
        super().__init__(lesson.key)
        self.lesson = lesson


@dataclass(frozen=True)
class Sheet:
    lesson: LessonEntry
    title: str
    intro: str
    asked: list[Field]
    membership: Membership
    currency: str
    venture: Venture | None
    """None: this member has yet to name one."""

    row: Worksheet | None = None
    latest: WorksheetVersion | None = None

    @property
    def answers(self) -> Answers:
        return self.latest.answers if self.latest else {}

    @property
    def number(self) -> int:
        return self.latest.number if self.latest else 0

    @property
    def standing(self) -> Standing:
        times = (self.row.asked_at, self.row.answered_at) if self.row else (None, None)
        return standing_of(self.asked, self.answers, *times)

    @cached_property
    def no_longer_asked(self) -> list[tuple[Field, str, list[WorksheetComment]]]:
        """What was answered, or talked about, while the lesson asked for it."""
        known = {"", *(field["name"] for field in self.asked)}
        versions = [comment.version for said in self.comments.values() for comment in said]
        fields = fields_of([], *([self.latest] if self.latest else []), *versions)
        found = [(field, self.answers.get(field["name"]), self.comments.get(field["name"], [])) for field in fields]
        return [
            (field, told(field, answer, self.currency), comments)
            for field, answer, comments in found
            if field["name"] not in known and (answer or comments)
        ]

    @cached_property
    def comments(self) -> dict[str, list[WorksheetComment]]:
        """By field, oldest first; those under "" are about the whole sheet."""
        return comments_on(self.row) if self.row else {}


def sheet_for(request: HttpRequest, module: str, lesson: str) -> Sheet:
    """404 where there is none; Walled where the lesson is not open."""
    everything = words_for(request)
    found = lesson_or_404(everything, module, lesson)
    if not found.has_worksheet:
        raise Http404(_("This lesson has no worksheet."))
    if not may_read(found, everything, learner_for(request)):
        raise Walled(found)
    membership, program = request.membership, request.program  # type: ignore[attr-defined]
    part = part_of(membership)
    latest = latest_for(part.venture, found.ref) if part else None
    words = body_of(found).worksheet or {}
    return Sheet(
        lesson=found,
        title=words["title"],
        intro=words.get("intro", ""),
        asked=words["fields"],
        membership=membership,
        currency=program.currency,
        venture=part.venture if part else None,
        row=latest.worksheet if latest else None,
        latest=latest,
    )


def latest_for(venture: Venture, ref: int) -> WorksheetVersion | None:
    """With its worksheet and who saved it, in one query."""
    mine = WorksheetVersion.objects.filter(worksheet__venture=venture, worksheet__ref=ref)
    return mine.select_related("worksheet", "saved_by__user").order_by("-number").first()


def kept_sheet_for(request: HttpRequest, module: str, lesson: str) -> Sheet:
    """One that was saved at least once."""
    sheet = sheet_for(request, module, lesson)
    if sheet.row is None:
        raise Http404(_("Nothing was saved in this worksheet yet."))
    return sheet


def version_or_404(sheet: Sheet, number: int) -> WorksheetVersion:
    if sheet.latest and sheet.latest.number == number:
        return sheet.latest
    found = version_numbered(sheet.row.pk, number) if sheet.row else None
    if found is None:
        raise Http404(_("There is no version of that number."))
    return found
