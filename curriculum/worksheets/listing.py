"""All worksheets of a venture: those begun, in the order of the path, and those that wait to be."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Subquery

from curriculum.entries import Catalogue, LessonEntry
from curriculum.gates import Wall, may_read, wall_before
from curriculum.learning.learner import Learner
from curriculum.models import WorksheetVersion
from curriculum.worksheets.standing import Standing, standing_of
from members.models import Membership, Venture


@dataclass(frozen=True)
class Line:
    ref: int
    lesson: LessonEntry
    wall: Wall | None
    standing: Standing
    saved_at: datetime
    saved_by: Membership | None

    @property
    def is_open(self) -> bool:
        return self.wall is None


def begun(venture: Venture, everything: Catalogue, learner: Learner) -> list[Line]:
    """One query for any number. What the lesson asked when it was saved is enough to count by."""
    newest = WorksheetVersion.objects.filter(worksheet=OuterRef("worksheet")).order_by("-number").values("pk")[:1]
    rows = WorksheetVersion.objects.filter(worksheet__venture=venture, pk=Subquery(newest))
    lines = [line_of(row, everything, learner) for row in rows.select_related("worksheet", "saved_by__user")]
    order = {lesson.ref: place for place, lesson in enumerate(everything.lessons)}
    return sorted((line for line in lines if line), key=lambda line: order[line.ref])


def line_of(row: WorksheetVersion, everything: Catalogue, learner: Learner) -> Line | None:
    lesson, sheet = everything.lesson_by_ref.get(row.worksheet.ref), row.worksheet
    if lesson is None or not lesson.has_worksheet:
        return None
    wall = wall_before(lesson, everything, learner)
    standing = standing_of(row.fields, row.answers, sheet.asked_at, sheet.answered_at)
    return Line(lesson.ref, lesson, wall, standing, row.saved_at, row.saved_by)


def open_and_empty(everything: Catalogue, learner: Learner, begun_refs: set[int]) -> list[LessonEntry]:
    waiting = (lesson for lesson in everything.lessons if lesson.has_worksheet and lesson.ref not in begun_refs)
    return [lesson for lesson in waiting if may_read(lesson, everything, learner)]
