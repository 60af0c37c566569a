"""The demonstration's mails that came back: staff have something to see, and both people still get their codes."""

from datetime import datetime, timedelta

from members.models import Membership
from program.mail.models import Message, Suspension
from program.mail.suspending import suspend

ABOUT = "demonstration"


def fill_suspended(members: list[Membership], *, now: datetime) -> None:
    """One mailbox that is gone, and one reader who calls our mail unwanted; once, so that they can be tried again."""
    if Message.objects.filter(about=ABOUT).exists():
        return
    gone, unwilling = (member.user for member in members[-3:-1])
    for user in (gone, unwilling):
        Message.objects.create(
            kind="roundtables.confirmation", address=user.email, user=user, about=ABOUT,
            state=Message.State.SENT, due_at=now - timedelta(days=9), sent_at=now - timedelta(days=9),
        )  # fmt: skip
    suspend(gone.email, Suspension.Cause.BOUNCED, "550 5.1.1 The mailbox does not exist")
    suspend(unwilling.email, Suspension.Cause.COMPLAINED, "abuse, Example Mail/1.0")
