"""Keeping a member's answers: each time is a row, and the latest one counts."""

from datetime import datetime, timedelta

from curriculum.diagnostic.headings import Answers, patterns_seen, version_of
from curriculum.models import Intake
from curriculum.shared.references import Entry
from members.models import Membership

SAME_SITTING = timedelta(hours=1)


def finish(membership: Membership, found: tuple[Entry, ...], answers: Answers, *, now: datetime) -> Intake:
    """The same answers again within the hour are the same sitting: a double click, or the back button."""
    latest = latest_of(membership)
    version, given = version_of(found), dict(answers)
    if latest and (latest.answers, latest.version) == (given, version) and now - latest.finished_at < SAME_SITTING:
        return latest
    return Intake.objects.create(
        membership=membership,
        version=version,
        answers=given,
        patterns=patterns_seen(found, given),
        finished_at=now,
    )


def latest_of(membership: Membership) -> Intake | None:
    return Intake.objects.filter(membership=membership).order_by("-finished_at", "-pk").first()
