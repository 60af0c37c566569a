"""Answers: in writing, or at a roundtable. The asker is told once; what is changed later tells nobody."""

from datetime import datetime

from curriculum.models import Question
from curriculum.questions import notices
from members.models import Membership
from program.audit.log import record

type Told = dict[str, str | int]


def answer_in_writing(question: Question, words: str, *, by: Membership, now: datetime) -> bool:
    """False: somebody else answered it, or took it down, before."""
    return _answer(question, by=by, now=now, answer=words)


def answer_at_table(
    question: Question, *, number: int, second: int, words: str, by: Membership, now: datetime
) -> bool:
    """The first answer stands; said again at the same table it is a correction."""
    told: Told = {"roundtable": number, "second": second, "answer": words}
    return _answer(question, by=by, now=now, **told) or _correct(question, by=by, **told)


def _answer(question: Question, *, by: Membership, now: datetime, **told: str | int) -> bool:
    waiting = Question.objects.filter(pk=question.pk, answered_at=None, hidden_at=None)
    if not waiting.update(answered_by=by, answered_at=now, **told):
        return False
    record("answered", question, by=by.user, changes={name: ["", str(said)] for name, said in told.items()})
    notices.tell_answered(question)
    return True


def _correct(question: Question, *, by: Membership, **told: str | int) -> bool:
    if question.roundtable != told["roundtable"] or question.hidden_at:
        return False
    before = {name: getattr(question, name) for name in told}
    changes = {name: [str(before[name]), str(said)] for name, said in told.items() if said != before[name]}
    if changes:
        Question.objects.filter(pk=question.pk).update(**told)
        record("changed the answer to", question, by=by.user, changes=changes)
    return True
