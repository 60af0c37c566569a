"""Saving a worksheet: one at a time on its row, each save a version, nothing that was written ever taken away.

All that an open page saves by itself is one version, named by the page's `editing`. It is written over as long as it
is the newest and nobody commented on it; otherwise the page goes on in a new version under a name of its own.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from curriculum.about import keys_of
from curriculum.models import Worksheet, WorksheetComment, WorksheetVersion
from curriculum.worksheets.answers import Answers, Field, asked_snapshot, changed_between
from curriculum.worksheets.beside import beside, note_beside, restored, still_disputed
from curriculum.worksheets.merging import Merged, merge
from members.models import Membership, Venture


@dataclass(frozen=True)
class Typed:
    """What a page sends: its answers, the version it was opened on (0: none), and its name."""

    answers: Answers
    base: int
    editing: UUID
    is_autosave: bool = False
    seen: int = 0
    """The version whose other text the page showed: saving by hand settles it."""


@dataclass(frozen=True)
class Saved:
    version: WorksheetVersion | None
    """None: nothing was ever written here, and nothing is."""

    is_changed: bool
    disputed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pen:
    """Who writes, when, and what was asked."""

    asked: list[Field]
    by: Membership
    now: datetime

    before: list[Field]
    """What the version before it asked."""

    def write(self, row: WorksheetVersion, answers: Answers, editing: UUID | None) -> WorksheetVersion:
        row.fields = asked_snapshot(self.asked, self.before, answers)
        row.answers, row.editing = answers, editing
        row.saved_by, row.saved_at = self.by, self.now
        row.save()
        return row


def save(venture: Venture, ref: int, asked: list[Field], typed: Typed, *, by: Membership, now: datetime) -> Saved:
    if not any(typed.answers.values()) and not Worksheet.objects.filter(venture=venture, ref=ref).exists():
        return Saved(None, False)
    sheet = locked(venture, ref)
    latest = latest_of(sheet)
    pen = Pen(asked, by, now, latest.fields if latest else [])
    if latest is None:
        first = WorksheetVersion(worksheet=sheet, number=1)
        return Saved(pen.write(first, typed.answers, typed.editing if typed.is_autosave else None), True)
    base = latest if typed.base == latest.number else version_numbered(sheet.pk, typed.base)
    merged = merge(base.answers if base else {}, latest.answers, typed.answers)
    return (autosave if typed.is_autosave else save_by_hand)(latest, typed, merged, pen)


def autosave(latest: WorksheetVersion, typed: Typed, merged: Merged, pen: Pen) -> Saved:
    if not changed_between(latest.answers, merged.answers):
        return Saved(latest, False)
    if is_of_page(latest, typed.editing):
        disputed = overtaken(latest, typed)
        return Saved(pen.write(latest, merged.answers, latest.editing), True, disputed)
    row = following(latest, typed, merged)
    return Saved(pen.write(row, merged.answers, name_after(latest, typed.editing)), True, merged.disputed)


def save_by_hand(latest: WorksheetVersion, typed: Typed, merged: Merged, pen: Pen) -> Saved:
    """What the page saved by itself becomes this version. Without a change there is none."""
    is_settled = typed.seen > 0 and typed.seen == beside(latest)
    if is_settled:
        latest.note = ""
    if is_of_page(latest, typed.editing):
        disputed = overtaken(latest, typed)
        return Saved(pen.write(latest, merged.answers, None), True, disputed)
    if changed_between(latest.answers, merged.answers):
        row = following(latest, typed, merged)
        return Saved(pen.write(row, merged.answers, None), True, merged.disputed)
    if is_settled:
        latest.save(update_fields=["note"])
    return Saved(latest, False)


def following(latest: WorksheetVersion, typed: Typed, merged: Merged) -> WorksheetVersion:
    """The next version, with the number of another one beside it where the two say different things."""
    row = WorksheetVersion(worksheet_id=latest.worksheet_id, number=latest.number + 1, based_on=typed.base or None)
    if merged.disputed:
        row.note = note_beside(latest.number)
    elif kept := still_disputed(latest, merged.answers):
        row.note, row.based_on = kept
    return row


def overtaken(latest: WorksheetVersion, typed: Typed) -> tuple[str, ...]:
    """What somebody wrote before this page's own version, and the page has not seen: it stands beside."""
    before = version_numbered(latest.worksheet_id, latest.number - 1) if typed.base < latest.number - 1 else None
    if before is None:
        return ()
    base = version_numbered(latest.worksheet_id, typed.base)
    disputed = merge(base.answers if base else {}, before.answers, typed.answers).disputed
    if disputed:
        latest.note, latest.based_on = note_beside(before.number), typed.base or None
    return disputed


def is_of_page(latest: WorksheetVersion, editing: UUID) -> bool:
    """Written by that page, under its own name or the one that follows it; and nobody spoke about it yet."""
    names = (editing, uuid5(editing, str(latest.number - 1)))
    return latest.editing in names and not WorksheetComment.objects.filter(version=latest).exists()


def name_after(latest: WorksheetVersion, editing: UUID) -> UUID:
    """The page's own name, unless an earlier version has it."""
    rows = WorksheetVersion.objects.filter(worksheet=latest.worksheet_id, editing=editing)
    return uuid5(editing, str(latest.number)) if rows.exists() else editing


def locked(venture: Venture, ref: int) -> Worksheet:
    """Its row, held until the transaction ends; made when it is not there."""
    Worksheet.objects.bulk_create([Worksheet(venture=venture, **keys_of(ref))], ignore_conflicts=True)
    return Worksheet.objects.select_for_update(no_key=True).get(venture=venture, ref=ref)


def latest_of(sheet: Worksheet) -> WorksheetVersion | None:
    return WorksheetVersion.objects.filter(worksheet=sheet).order_by("-number").first()


def version_numbered(sheet_id: int, number: int) -> WorksheetVersion | None:
    rows = WorksheetVersion.objects.filter(worksheet=sheet_id, number=number)
    return rows.select_related("saved_by__user").first()


def restore(sheet: Worksheet, number: int, *, by: Membership, now: datetime) -> WorksheetVersion | None:
    """A new version that says what that one said; None when the newest says so already."""
    Worksheet.objects.select_for_update(no_key=True).get(pk=sheet.pk)
    latest, wanted = latest_of(sheet), version_numbered(sheet.pk, number)
    if latest is None or wanted is None or not changed_between(latest.answers, wanted.answers):
        return None
    row = WorksheetVersion(worksheet=sheet, number=latest.number + 1, based_on=latest.number, note=restored(number))
    asked = [field for field in latest.fields if not field.get("is_gone")]
    return Pen(asked, by, now, wanted.fields).write(row, wanted.answers, None)
