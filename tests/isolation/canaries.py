"""Rows of one program that carry a word found nowhere else."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from curriculum.models import Lesson, LessonProgress
from members.models import Attribution, Founder, Grant, InviteLink, Membership, User, Venture
from program.audit.log import record
from program.mail.models import Message, OptOut
from program.models import Program
from program.tenancy.scope import program_scope
from roundtables.models import Format, Note, Registration, Roundtable, Series


@dataclass(frozen=True)
class Canaries:
    word: str
    person: User
    ids: dict[str, int]
    code: str


def plant(program: Program, member: Membership, word: str) -> Canaries:
    """One row or more in every table of the program, each with `word` in it."""
    now = timezone.now()
    with program_scope(program.pk):
        venture = Venture.objects.create(name=f"{word} Ltd", one_liner=f"{word} for all")
        founder = Founder.objects.create(venture=venture, membership=member)
        grant = Grant.objects.create(membership=member, tier="premium", reason=f"{word} scholarship")
        link = InviteLink.objects.create(code=f"{word}-code", ambassador=member, campaign=word)
        attribution = Attribution.objects.create(
            membership=member, first_link=link, last_link=link, first_touch_at=now, last_touch_at=now
        )
        series = Series.objects.create(name=f"{word} series", time_zone="UTC", local_time="08:00")
        roundtable = Roundtable.objects.create(
            series=series, number=7_001, title=f"{word} roundtable", summary=word, host_name=f"{word} host",
            starts_at=now + timedelta(days=2), ends_at=now + timedelta(days=2, hours=1), time_zone="UTC",
            room_url=f"https://meet.example.org/{word}", seats_taken=1,
        )  # fmt: skip
        past = Roundtable.objects.create(
            number=7_002, title=f"{word} past", starts_at=now - timedelta(days=2), time_zone="UTC",
            ends_at=now - timedelta(days=2, hours=-1), recording_url=f"https://video.example.org/{word}",
        )  # fmt: skip
        registration = Registration.objects.create(roundtable=roundtable, membership=member, state="seat")
        note = Note.objects.create(roundtable=roundtable, subject=f"{word} note", words=word, sent_by=member)
        kind_of = Format.objects.create(slug=word, name=f"{word} format")
        message = Message.objects.create(kind="test.canary", address=f"{word}@example.org", payload={"word": word})
        opt_out = OptOut.objects.create(address=f"{word}@example.org", category="news")
        entry = record("planted", venture, by=member.user, changes={"name": ["", word]})
        progress = LessonProgress.objects.create(membership=member, lesson=any_lesson(), done_at=now)
    named = {
        "program": program, "membership": member, "venture": venture, "founder": founder, "grant": grant,
        "invitelink": link, "attribution": attribution, "series": series, "roundtable": roundtable, "past": past,
        "registration": registration, "note": note, "format": kind_of, "message": message, "optout": opt_out,
        "entry": entry, "lessonprogress": progress, "user": member.user,
    }  # fmt: skip
    return Canaries(word, member.user, {name: int(row.pk) for name, row in named.items()}, link.code)


def any_lesson() -> Lesson:
    found = Lesson.objects.first()
    assert found is not None, "load the curriculum first: the fixture `shared_curriculum` does"
    return found
