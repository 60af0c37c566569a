"""The mail about an answer, composed from what holds when it is sent."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from curriculum.models import Question
from curriculum.questions.lessons import address_of, lesson_asked_under
from curriculum.questions.notices import ANSWERED
from program.mail.kinds import Letter, mail_kind
from program.mail.links import absolute
from program.mail.models import Message


@mail_kind(ANSWERED, category="curriculum")
def compose_answered(message: Message) -> Letter | None:
    """None when it was taken down since, or its asker has left."""
    rows = Question.objects.filter(pk=message.payload.get("question"), hidden_at=None).exclude(answered_at=None)
    question = rows.select_related("membership").first()
    if question is None or not question.membership.is_active:
        return None
    lesson = lesson_asked_under(question)
    title = lesson.title if lesson else _("the curriculum")
    context: dict[str, Any] = {
        "question": question,
        "answer_url": absolute(message.program, address_of(question) or reverse("curriculum")),
    }
    return Letter(_("Your question is answered: %(title)s") % {"title": title}, "emails/question_answered", context)
