"""Whom we tell about a question: its asker, once."""

from curriculum.models import Question
from program.mail.outbox import post

ANSWERED = "questions.answered"


def tell_answered(question: Question) -> None:
    user = question.membership.user
    post(ANSWERED, user.email, user=user, about=f"question:{question.pk}", payload={"question": question.pk})
