"""The mail about feedback: what the coach said, and where to answer."""

from django.urls import reverse
from django.utils.translation import gettext as _

from curriculum.catalogue import spoken_catalogue
from curriculum.entries import LessonEntry
from curriculum.gates import may_read
from curriculum.learning.learner import learner_of
from curriculum.models import WorksheetComment
from curriculum.reading import body_of
from curriculum.worksheets.comparing import label_of
from curriculum.worksheets.feedback import FEEDBACK
from members.models import Membership
from program import clock
from program.mail.kinds import Letter, mail_kind
from program.mail.links import absolute
from program.mail.models import Message


@mail_kind(FEEDBACK, category="curriculum")
def compose_feedback(message: Message) -> Letter | None:
    """Not to whoever left the venture meanwhile, nor about a lesson that is gone, or closed to them."""
    comments, founder = comments_in(message), founder_of(message)
    if not comments or founder is None:
        return None
    sheet = comments[0].version.worksheet
    lesson = lesson_open_to(founder, sheet.ref, message.program.zone)
    if lesson is None or not lesson.has_worksheet:
        return None
    words = body_of(lesson).worksheet or {}
    context = {
        "coach": name_of(comments[0].author),
        "venture": sheet.venture.name,
        "worksheet": words["title"],
        "number": comments[0].version.number,
        "said": [(label_of(comment.field, words["fields"], comment.version), comment.words) for comment in comments],
        "url": absolute(message.program, address_of(lesson)),
    }
    subject = _("Feedback on “%(worksheet)s”") % {"worksheet": words["title"]}
    return Letter(subject, "emails/worksheet_feedback", context)


def comments_in(message: Message) -> list[WorksheetComment]:
    rows = WorksheetComment.objects.filter(pk__in=message.payload.get("comments", []))
    return list(rows.select_related("version__worksheet__venture", "author__user").order_by("pk"))


def founder_of(message: Message) -> Membership | None:
    """None once they left the venture or the program."""
    mine = {"founderships": message.payload.get("founder"), "founderships__left_at": None}
    return Membership.objects.with_tier(clock.now()).filter(**mine, state=Membership.State.ACTIVE).first()


def lesson_open_to(member: Membership, ref: int, zone: clock.ZoneInfo) -> LessonEntry | None:
    everything = spoken_catalogue()
    lesson = everything.lesson_by_ref.get(ref)
    return lesson if lesson and may_read(lesson, everything, learner_of(member, zone)) else None


def name_of(author: Membership | None) -> str:
    return author.display_name if author else _("A coach")


def address_of(lesson: LessonEntry) -> str:
    return reverse("worksheet", args=[lesson.module_slug, lesson.slug])
