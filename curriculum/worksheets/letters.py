"""The mail about feedback: what the coach said, and where to answer."""

from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from curriculum.catalogue import catalogue
from curriculum.entries import LessonEntry
from curriculum.models import WorksheetComment
from curriculum.reading import body_of
from curriculum.worksheets.comparing import fields_of
from curriculum.worksheets.feedback import FEEDBACK
from members.models import Founder, Membership
from program.mail.kinds import Letter, mail_kind
from program.mail.links import absolute
from program.mail.models import Message


@mail_kind(FEEDBACK, category="curriculum")
def compose_feedback(message: Message) -> Letter | None:
    """Not to whoever left the venture meanwhile, nor about a lesson that is gone."""
    comments = comments_in(message)
    if not comments or not is_still_founder(message):
        return None
    sheet = comments[0].version.worksheet
    lesson = catalogue(get_language() or "", message.program.language).lesson_by_ref.get(sheet.ref)
    if lesson is None or not lesson.has_worksheet:
        return None
    words = body_of(lesson).worksheet or {}
    context = {
        "coach": name_of(comments[0].author),
        "venture": sheet.venture.name,
        "worksheet": words["title"],
        "number": comments[0].version.number,
        "said": [(label_of(comment, words["fields"]), comment.words) for comment in comments],
        "url": absolute(message.program, address_of(lesson)),
    }
    subject = _("Feedback on “%(worksheet)s”") % {"worksheet": words["title"]}
    return Letter(subject, "emails/worksheet_feedback", context)


def comments_in(message: Message) -> list[WorksheetComment]:
    rows = WorksheetComment.objects.filter(pk__in=message.payload.get("comments", []))
    return list(rows.select_related("version__worksheet__venture", "author__user").order_by("pk"))


def is_still_founder(message: Message) -> bool:
    mine = Founder.objects.filter(pk=message.payload.get("founder"), left_at=None)
    return mine.filter(membership__state=Membership.State.ACTIVE).exists()


def label_of(comment: WorksheetComment, asked: list[dict[str, Any]]) -> str:
    fields = fields_of(asked, comment.version)
    return next((field["label"] for field in fields if field["name"] == comment.field), "")


def name_of(author: Membership | None) -> str:
    return author.display_name if author else _("A coach")


def address_of(lesson: LessonEntry) -> str:
    return reverse("worksheet", args=[lesson.module_slug, lesson.slug])
