"""Asking a coach, what the coach says about a version, and what founders reply."""

from collections.abc import Iterable
from datetime import datetime

from curriculum.models import Worksheet, WorksheetComment, WorksheetVersion
from curriculum.worksheets.standing import is_waiting
from members.models import Founder, Membership
from program.audit.log import record
from program.mail.models import Message
from program.mail.outbox import post_all

FEEDBACK = "worksheets.feedback"


def ask_for_feedback(sheet: Worksheet, *, by: Membership, now: datetime) -> bool:
    """False when it is asked already and not answered yet."""
    row = Worksheet.objects.select_for_update(no_key=True).get(pk=sheet.pk)
    if is_waiting(row.asked_at, row.answered_at):
        return False
    row.asked_at, row.asked_by = now, by
    row.save(update_fields=["asked_at", "asked_by"])
    return True


def give_feedback(version: WorksheetVersion, words: dict[str, str], *, by: Membership, now: datetime) -> int:
    """Comments by field, sent together: one mail to each founder. A second press of the button says nothing twice."""
    sheet = Worksheet.objects.select_for_update(no_key=True).get(pk=version.worksheet_id)
    said = set(WorksheetComment.objects.filter(version=version, author=by).values_list("field", "words"))
    new = [(field, text) for field, text in words.items() if text and (field, text) not in said]
    if not new:
        return 0
    comments = [
        WorksheetComment.objects.create(version=version, field=field, words=text, author=by, written_at=now)
        for field, text in new
    ]
    sheet.answered_at = now
    sheet.save(update_fields=["answered_at"])
    post_all([letter_to(founder, sheet, comments) for founder in founders_of(sheet)])
    record("gave feedback on", sheet, by=by.user, changes={"version": ["", version.number]})
    return len(comments)


def founders_of(sheet: Worksheet) -> Iterable[Founder]:
    """Those who are in the venture now."""
    rows = Founder.objects.filter(venture=sheet.venture_id, left_at=None, membership__state=Membership.State.ACTIVE)
    return rows.select_related("membership__user").order_by("pk")


def letter_to(founder: Founder, sheet: Worksheet, comments: list[WorksheetComment]) -> Message:
    user = founder.membership.user
    return Message(
        kind=FEEDBACK,
        address=user.email,
        user=user,
        about=about(sheet),
        occurrence=str(comments[0].pk),
        due_at=comments[0].written_at,
        payload={"comments": [comment.pk for comment in comments], "founder": founder.pk},
    )


def about(sheet: Worksheet) -> str:
    return f"worksheet:{sheet.pk}"


def reply_to(comment: WorksheetComment, words: str, *, by: Membership, now: datetime) -> WorksheetComment | None:
    """Under the same field of the same version; None when they said so already."""
    Worksheet.objects.select_for_update(no_key=True).get(pk=comment.version.worksheet_id)
    same = {"version": comment.version, "field": comment.field, "words": words, "author": by}
    if WorksheetComment.objects.filter(**same).exists():
        return None
    return WorksheetComment.objects.create(**same, written_at=now)


def comments_on(sheet: Worksheet) -> dict[str, list[WorksheetComment]]:
    """By field, the oldest first; those under "" are about the whole sheet."""
    rows = WorksheetComment.objects.filter(version__worksheet=sheet).select_related("version", "author__user")
    found: dict[str, list[WorksheetComment]] = {}
    for comment in rows.order_by("written_at", "pk"):
        found.setdefault(comment.field, []).append(comment)
    return found
