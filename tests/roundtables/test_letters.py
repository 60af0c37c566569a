"""The mails around a roundtable: what each says, to whom, when, and how often."""

from datetime import datetime, timedelta
from typing import Any

import time_machine
from icalendar import Calendar

from members.models import Grant, Membership
from program import clock
from program.mail.models import Message
from program.tenancy.scope import program_scope
from roundtables.models import Registration, Roundtable
from roundtables.schedule import actions
from roundtables.seating import seats
from tests.cast import Cast
from tests.mail.mailbox import Mailbox
from tests.roundtables.conftest import BEFORE, STARTS, make_roundtable

ALICE, BOB, FRANK = "alice@example.org", "bob@example.org", "frank@example.org"


def take(cast: Cast, table: Roundtable, *members: Membership) -> list[Registration]:
    with program_scope(cast.a.pk):
        return [seats.register(table, member, now=clock.now()) for member in members]


def leave(cast: Cast, registration: Registration) -> None:
    with program_scope(cast.a.pk):
        seats.cancel(registration, now=clock.now())


def move(cast: Cast, table: Roundtable, starts_at: datetime) -> None:
    with program_scope(cast.a.pk):
        locked = seats.lock(table.pk)
        locked.starts_at, locked.ends_at = starts_at, starts_at + timedelta(hours=1)
        actions.save_changed(locked, now=clock.now())


def due(cast: Cast, address: str = ALICE) -> list[tuple[str, datetime]]:
    with program_scope(cast.a.pk):
        rows = Message.objects.filter(address=address, state="due").order_by("due_at")
        return list(rows.values_list("kind", "due_at"))


def calendar_in(letter: Any) -> tuple[Calendar, Any]:
    attachment = letter.attachments[0]
    found = Calendar.from_ical(attachment.content)
    assert attachment.mimetype == f"text/calendar; method={found['METHOD']}"
    return found, found.walk("VEVENT")[0]


def subjects(letters: list[Any]) -> list[str]:
    return [letter.subject for letter in letters]


def test_seat_is_confirmed_with_a_calendar_file(cast: Cast, table: Roundtable, mailbox: Mailbox) -> None:
    take(cast, table, cast.alice)
    (letter,) = mailbox.to(ALICE)
    assert letter.subject == "You have a seat at no. 102: Pricing out loud"
    with program_scope(cast.a.pk):
        assert f"{Registration.objects.select_related('roundtable').get().path}join/" in letter.body
    assert "secret-room" not in letter.body + mailbox.html_of(letter)
    calendar, event = calendar_in(letter)
    assert calendar["METHOD"] == "REQUEST"
    assert event["ATTENDEE"] == f"mailto:{ALICE}"
    assert event.decoded("DTSTART") == STARTS


def test_times_are_told_in_both_zones(cast: Cast, table: Roundtable, mailbox: Mailbox) -> None:
    with program_scope(cast.a.pk):
        Membership.objects.filter(pk=cast.alice.pk).update(time_zone="Asia/Kolkata")
    take(cast, table, cast.alice)
    (letter,) = mailbox.to(ALICE)
    for words in ("Thursday, October 1, 2026, 8:00 AM PDT", "Thursday, October 1, 2026, 8:30 PM"):
        assert words in letter.body
        assert words in mailbox.html_of(letter)


def test_double_registration_is_confirmed_once(cast: Cast, table: Roundtable, mailbox: Mailbox) -> None:
    take(cast, table, cast.alice, cast.alice)
    assert len(mailbox.to(ALICE)) == 1


def test_reminders_come_a_week_a_day_and_an_hour_before(cast: Cast, table: Roundtable, mailbox: Mailbox) -> None:
    take(cast, table, cast.alice)
    told = [subjects(mailbox.deliver_all(now=STARTS - timedelta(hours=hours)))[-1] for hours in (24 * 7, 24, 1)]
    assert told == [
        "In a week: no. 102, Pricing out loud",
        "Tomorrow: no. 102, Pricing out loud",
        "In one hour: no. 102, Pricing out loud",
    ]
    assert len(mailbox.letters) == 4


def test_registering_half_an_hour_before_sends_the_confirmation_only(
    cast: Cast, table: Roundtable, mailbox: Mailbox
) -> None:
    with time_machine.travel(STARTS - timedelta(minutes=30), tick=False):
        take(cast, table, cast.alice)
    assert len(mailbox.deliver_all(now=STARTS)) == 1


def test_reminders_end_with_the_registration(cast: Cast, table: Roundtable, mailbox: Mailbox) -> None:
    (registration,) = take(cast, table, cast.alice)
    mailbox.deliver_all()
    leave(cast, registration)
    assert [kind for kind, _ in due(cast)] == ["roundtables.given_up"]
    assert len(mailbox.deliver_all(now=STARTS)) == 2


def test_seat_that_is_given_up_leaves_the_calendar(cast: Cast, table: Roundtable, mailbox: Mailbox) -> None:
    alice, *_, frank = take(cast, table, cast.alice, cast.bob, cast.dana, cast.frank)
    leave(cast, frank)
    leave(cast, alice)
    letter = mailbox.to(ALICE)[-1]
    assert letter.subject == "Your seat at no. 102 is given up: Pricing out loud"
    assert calendar_in(letter)[0]["METHOD"] == "CANCEL"
    assert mailbox.to(FRANK) == []


def test_coming_back_is_confirmed_and_reminded_again(cast: Cast, table: Roundtable, mailbox: Mailbox) -> None:
    (registration,) = take(cast, table, cast.alice)
    mailbox.deliver_all()
    leave(cast, registration)
    take(cast, table, cast.alice)
    told = subjects(mailbox.to(ALICE))
    assert told.count("You have a seat at no. 102: Pricing out loud") == 2
    assert len(due(cast)) == 3


def test_waiting_list_tells_the_place_and_then_the_seat(cast: Cast, table: Roundtable, mailbox: Mailbox) -> None:
    alice, *_ = take(cast, table, cast.alice, cast.bob, cast.dana, cast.frank)
    (waiting,) = mailbox.to(FRANK)
    assert waiting.subject == "You are on the waiting list for no. 102: Pricing out loud"
    assert "You are no. 1 in the list" in waiting.body
    assert waiting.attachments == []
    assert due(cast, FRANK) == []
    leave(cast, alice)
    offered = mailbox.to(FRANK)[-1]
    assert offered.subject == "A seat is free for you at no. 102: Pricing out loud"
    assert "until Tuesday, September 22, 2026" in offered.body
    assert offered.attachments == []
    assert due(cast, FRANK) == []


def test_seat_given_without_asking_comes_with_file_and_reminders(cast: Cast, mailbox: Mailbox) -> None:
    with program_scope(cast.a.pk):
        table = make_roundtable(capacity=1, offer_hours=0)
    alice, _ = take(cast, table, cast.alice, cast.frank)
    leave(cast, alice)
    promoted = mailbox.to(FRANK)[-1]
    assert promoted.subject == "A seat is yours at no. 102: Pricing out loud"
    assert calendar_in(promoted)[0]["METHOD"] == "REQUEST"
    assert len(due(cast, FRANK)) == 3


def test_promotion_before_the_sweep_sends_only_the_better_news(
    cast: Cast, table: Roundtable, mailbox: Mailbox
) -> None:
    alice, *_ = take(cast, table, cast.alice, cast.bob, cast.dana, cast.frank)
    leave(cast, alice)
    assert subjects(mailbox.to(FRANK)) == ["A seat is free for you at no. 102: Pricing out loud"]


def test_moving_tells_everybody_and_plans_reminders_anew(cast: Cast, table: Roundtable, mailbox: Mailbox) -> None:
    take(cast, table, cast.alice, cast.bob, cast.dana, cast.frank)
    mailbox.deliver_all()
    later = STARTS + timedelta(days=2)
    move(cast, table, later)
    letter = mailbox.to(ALICE)[-1]
    assert letter.subject == "New time for no. 102: Pricing out loud"
    assert "Saturday, October 3, 2026, 8:00 AM PDT" in letter.body
    assert calendar_in(letter)[1]["SEQUENCE"] == 1
    assert "You keep your place in the waiting list." in mailbox.to(FRANK)[-1].body
    lead = [timedelta(days=7), timedelta(hours=24), timedelta(hours=1)]
    assert [at for _, at in due(cast)] == [later - ahead for ahead in lead]


def test_moving_there_and_back_reminds_once(cast: Cast, table: Roundtable, mailbox: Mailbox) -> None:
    take(cast, table, cast.alice)
    mailbox.deliver_all()
    move(cast, table, STARTS + timedelta(days=2))
    move(cast, table, STARTS)
    told = subjects(mailbox.deliver_all(now=STARTS - timedelta(minutes=1)))
    assert told.count("New time for no. 102: Pricing out loud") == 1
    assert len([subject for subject in told if subject.startswith(("In a week", "Tomorrow", "In one hour"))]) == 3


def test_change_that_no_calendar_shows_tells_nobody(cast: Cast, table: Roundtable, mailbox: Mailbox) -> None:
    take(cast, table, cast.alice)
    mailbox.deliver_all()
    with program_scope(cast.a.pk):
        locked = seats.lock(table.pk)
        locked.room_url = "https://other.example.org/"
        actions.save_changed(locked, now=clock.now())
        assert Roundtable.objects.get().sequence == 0
    assert len(mailbox.deliver_all()) == 1


def test_calling_off_tells_everybody_and_stops_the_reminders(cast: Cast, table: Roundtable, mailbox: Mailbox) -> None:
    take(cast, table, cast.alice, cast.bob, cast.dana, cast.frank)
    mailbox.deliver_all()
    with program_scope(cast.a.pk):
        assert actions.call_off(table, "The coach is ill.", by=cast.erin.user, now=clock.now()) == 4
        assert actions.call_off(table, "Again.", by=cast.erin.user, now=clock.now()) == 0
    letter = mailbox.to(ALICE)[-1]
    assert letter.subject == "Cancelled: no. 102, Pricing out loud"
    assert "The coach is ill." in letter.body
    calendar, event = calendar_in(letter)
    assert (calendar["METHOD"], event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 1)
    assert mailbox.to(FRANK)[-1].attachments == []
    assert len(mailbox.deliver_all(now=STARTS)) == 8


def publish(cast: Cast, table: Roundtable) -> int:
    with program_scope(cast.a.pk):
        Roundtable.objects.filter(pk=table.pk).update(recording_url="https://video.example.org/102")
        return actions.publish_recording(table, by=cast.erin.user, now=clock.now())


def test_recording_is_mailed_once_in_other_words_to_those_who_missed_it(
    cast: Cast, table: Roundtable, mailbox: Mailbox
) -> None:
    alice, _bob, dana = take(cast, table, cast.alice, cast.bob, cast.dana)
    leave(cast, dana)
    with time_machine.travel(STARTS + timedelta(days=1), tick=False):
        with program_scope(cast.a.pk):
            Registration.objects.filter(pk=alice.pk).update(attended_at=STARTS)
            Message.objects.update(state="cancelled")
            Grant.objects.create(membership=cast.bob, tier="premium", reason="scholarship", starts_at=BEFORE)
        assert publish(cast, table) == 2
        assert publish(cast, table) == 0
        assert subjects(mailbox.deliver_all()) == ["The recording of no. 102: Pricing out loud"] * 2
        assert "You were there." in mailbox.to(ALICE)[0].body
        assert "/premium/" in mailbox.to(ALICE)[0].body
        bobs = mailbox.to(BOB)[0]
        assert "You could not be there." in bobs.body
        assert "/roundtables/102/recording/" in bobs.body
        assert "video.example.org" not in bobs.body


def test_recording_of_a_table_that_is_not_over_is_not_published(cast: Cast, table: Roundtable) -> None:
    take(cast, table, cast.alice)
    assert publish(cast, table) == 0


def test_ten_thousand_are_told_without_a_query_each(
    cast: Cast, table: Roundtable, django_assert_max_num_queries: Any
) -> None:
    take(cast, table, cast.alice, cast.bob, cast.dana, cast.frank)
    with django_assert_max_num_queries(18):
        move(cast, table, STARTS + timedelta(days=2))


def test_letters_speak_the_readers_language(cast: Cast, table: Roundtable, mailbox: Mailbox) -> None:
    with program_scope(cast.a.pk):
        Membership.objects.filter(pk=cast.alice.pk).update(language="pt-br")
    take(cast, table, cast.alice)
    (letter,) = mailbox.to(ALICE)
    assert "quinta-feira, 1º de outubro de 2026" in letter.body
