"""Staff schedule, look, change, call off and publish."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from members.models import Membership
from program import clock
from program.audit.models import Entry
from program.tenancy.scope import program_scope
from roundtables.models import Registration, Roundtable, Series
from roundtables.seating import seats
from tests.cast import Cast
from tests.mail.mailbox import Mailbox
from tests.roundtables.conftest import STARTS, make_roundtable

LIST = "/admin/roundtables/roundtable/"

NO_LINES = {f"{name}-{what}_FORMS": "0" for name in ("agenda", "presenters") for what in ("TOTAL", "INITIAL")}
FORM = {
    "number": "103",
    "title": "The first invoice",
    "summary": "",
    "host_name": "Dana",
    "series": "",
    "date": "2026-11-05",
    "time": "08:00",
    "minutes": "60",
    "time_zone": "America/Los_Angeles",
    "capacity": "100",
    "tier": "free",
    "state": "open",
    "room_url": "",
    "recording_url": "",
    "recording_tier": "premium",
    "takes_guests": "on",
    "offer_hours": "24",
    **NO_LINES,
}


def register(cast: Cast, table: Roundtable, *members: Membership) -> None:
    with program_scope(cast.a.pk):
        for member in members:
            seats.register(table, member, now=clock.now())


def stored(cast: Cast, number: int) -> Roundtable:
    with program_scope(cast.a.pk):
        return Roundtable.objects.get(number=number)


def form_of(table: Roundtable, **changed: str) -> dict[str, str]:
    wall = table.starts_at.astimezone(table.zone)
    now = {"title": table.title, "capacity": str(table.capacity), "date": f"{wall:%Y-%m-%d}", "time": f"{wall:%H:%M}"}
    return {**FORM, **now, **changed}


def send(client: Client, path: str, form: dict[str, str]) -> str:
    return str(client.post(path, form, secure=True, follow=True).content.decode())


def test_staff_schedule_in_local_time(erin: Client, cast: Cast) -> None:
    send(erin, f"{LIST}add/", FORM)
    table = stored(cast, 103)
    assert table.starts_at.isoformat() == "2026-11-05T16:00:00+00:00"
    assert table.duration == timedelta(hours=1)


def test_form_proposes_the_next_of_the_series(erin: Client, cast: Cast) -> None:
    with program_scope(cast.a.pk):
        series = Series.objects.create(
            name="Weekly", weekday=3, local_time="08:00", time_zone="America/Los_Angeles", capacity=80
        )
        make_roundtable(102, series=series)
    text = erin.get(f"{LIST}add/", secure=True).content.decode()
    for value in ('value="103"', 'value="2026-10-08"', 'value="08:00"', 'value="America/Los_Angeles"', 'value="80"'):
        assert value in text


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"number": "102"}, "There is already a roundtable with this number."),
        ({"number": "0"}, "greater than or equal to 1"),
        ({"number": "4294967296"}, "less than or equal to 2147483647"),
        ({"minutes": "-60"}, "greater than or equal to 5"),
        ({"capacity": "0"}, "greater than or equal to 1"),
        ({"room_url": "http://meet.example.org/"}, "begins with https://"),
        ({"room_url": "javascript:alert(1)"}, "begins with https://"),
        ({"time_zone": "Pacific"}, "is not a time zone"),
        ({"date": "2027-03-14", "time": "02:30"}, "There is no such hour on that day"),
        ({"date": "yesterday"}, "Enter a valid date."),
        ({"date": "0001-01-01", "time": "00:00", "time_zone": "Asia/Tokyo"}, "no such hour"),
        ({"state": "cancelled"}, "Select a valid choice."),
        ({"title": ""}, "This field is required."),
    ],
)
def test_wrong_input_is_told_beside_the_field(
    erin: Client, cast: Cast, table: Roundtable, wrong: dict[str, str], sentence: str
) -> None:
    assert sentence in send(erin, f"{LIST}add/", {**FORM, **wrong})
    with program_scope(cast.a.pk):
        assert Roundtable.objects.count() == 1


def test_capacity_below_the_seats_taken_is_refused(erin: Client, cast: Cast, table: Roundtable) -> None:
    register(cast, table, cast.alice, cast.bob)
    text = send(erin, f"{LIST}{table.pk}/change/", form_of(table, capacity="1"))
    assert "2 seats are taken already. Write that number or more." in text


def test_more_seats_are_offered_to_the_waiting(erin: Client, cast: Cast, table: Roundtable, mailbox: Mailbox) -> None:
    register(cast, table, cast.alice, cast.bob, cast.dana, cast.frank)
    send(erin, f"{LIST}{table.pk}/change/", form_of(table, capacity="4"))
    assert stored(cast, 102).seats_taken == 4
    assert mailbox.to("frank@example.org")[-1].subject.startswith("A seat is free for you")


def test_moving_raises_the_sequence_and_is_audited(erin: Client, cast: Cast, table: Roundtable) -> None:
    send(erin, f"{LIST}{table.pk}/change/", form_of(table, time="09:30"))
    moved = stored(cast, 102)
    assert moved.starts_at == STARTS + timedelta(minutes=90)
    assert moved.sequence == 1
    with program_scope(cast.a.pk):
        assert "time" in Entry.objects.get(action="changed").changes


def test_number_stays_once_it_is_public(erin: Client, cast: Cast, table: Roundtable) -> None:
    send(erin, f"{LIST}{table.pk}/change/", form_of(table, number="500"))
    assert stored(cast, 102).title == table.title


def test_open_table_is_not_hidden_again(erin: Client, cast: Cast, table: Roundtable) -> None:
    assert "Select a valid choice." in send(erin, f"{LIST}{table.pk}/change/", form_of(table, state="draft"))


def test_list_shows_seats_and_waiting(erin: Client, cast: Cast, table: Roundtable) -> None:
    register(cast, table, cast.alice, cast.bob, cast.dana, cast.frank)
    text = erin.get(LIST, secure=True).content.decode()
    assert "3 / 3" in text
    assert '<td class="field-waiting">1</td>' in text
    assert "Full" in text


def test_registrations_show_person_state_and_mail(
    erin: Client, cast: Cast, table: Roundtable, mailbox: Mailbox
) -> None:
    register(cast, table, cast.alice)
    mailbox.deliver_all()
    register(cast, table, cast.bob)
    path = f"/admin/roundtables/registration/?roundtable__id__exact={table.pk}"
    text = erin.get(path, secure=True).content.decode()
    for words in ("alice@example.org", "Sent", "bob@example.org", "Due", "Seat"):
        assert words in text


def test_calling_off_needs_a_reason_and_tells_everybody(
    erin: Client, cast: Cast, table: Roundtable, mailbox: Mailbox
) -> None:
    register(cast, table, cast.alice, cast.bob)
    path = f"{LIST}{table.pk}/call-off/"
    assert "2 people registered" in erin.get(path, secure=True).content.decode()
    assert "This field is required." in send(erin, path, {"reason": " "})
    assert "2 people are told by mail." in send(erin, path, {"reason": "The coach is ill."})
    assert stored(cast, 102).is_cancelled
    assert mailbox.to("alice@example.org")[-1].subject == "Cancelled: no. 102, Pricing out loud"
    with program_scope(cast.a.pk):
        assert Entry.objects.get(action="called off").actor == cast.erin.user


def test_cancelled_table_is_changed_no_more(erin: Client, cast: Cast, table: Roundtable) -> None:
    send(erin, f"{LIST}{table.pk}/call-off/", {"reason": "The coach is ill."})
    page = erin.get(f"{LIST}{table.pk}/change/", secure=True).content.decode()
    assert "The coach is ill." in page
    assert erin.post(f"{LIST}{table.pk}/change/", form_of(table, title="Back"), secure=True).status_code == 403
    assert stored(cast, 102).title == "Pricing out loud"


def test_recording_is_saved_then_published_once(erin: Client, cast: Cast, table: Roundtable, mailbox: Mailbox) -> None:
    register(cast, table, cast.alice, cast.bob)
    with time_machine.travel(STARTS + timedelta(days=1), tick=False):
        link = "https://video.example.org/102"
        send(erin, f"{LIST}{table.pk}/change/", form_of(table, recording_url=link))
        assert not stored(cast, 102).is_recorded
        path = f"{LIST}{table.pk}/publish/"
        assert link in erin.get(path, secure=True).content.decode()
        assert "2 people are told by mail." in send(erin, path, {})
        assert stored(cast, 102).is_recorded
        assert "0 people are told by mail." in send(erin, path, {})
        told = [letter for letter in mailbox.deliver_all() if letter.subject.startswith("The recording")]
        assert len(told) == 2


def test_recording_taken_away_is_published_no_more(erin: Client, cast: Cast, table: Roundtable) -> None:
    with time_machine.travel(STARTS + timedelta(days=1), tick=False):
        send(erin, f"{LIST}{table.pk}/change/", form_of(table, recording_url="https://video.example.org/102"))
        send(erin, f"{LIST}{table.pk}/publish/", {})
        send(erin, f"{LIST}{table.pk}/change/", form_of(table, recording_url=""))
        assert not stored(cast, 102).is_recorded


def test_only_drafts_are_deleted(erin: Client, cast: Cast, table: Roundtable) -> None:
    assert erin.post(f"{LIST}{table.pk}/delete/", {"post": "yes"}, secure=True).status_code == 403
    with program_scope(cast.a.pk):
        draft = make_roundtable(103, state="draft")
    send(erin, f"{LIST}{draft.pk}/delete/", {"post": "yes"})
    with program_scope(cast.a.pk):
        assert list(Roundtable.objects.values_list("number", flat=True)) == [102]


def test_coach_looks_and_changes_nothing(cast: Cast, table: Roundtable, erin: Client) -> None:
    coach = Client(headers={"host": "a.localhost"})
    coach.force_login(cast.dana.user)
    assert coach.get(f"{LIST}{table.pk}/change/", secure=True).status_code == 200
    assert coach.post(f"{LIST}{table.pk}/call-off/", {"reason": "No."}, secure=True).status_code == 302
    assert not stored(cast, 102).is_cancelled


def test_registration_is_read_only(erin: Client, cast: Cast, table: Roundtable) -> None:
    register(cast, table, cast.alice)
    with program_scope(cast.a.pk):
        pk = Registration.objects.get().pk
    assert erin.get(f"/admin/roundtables/registration/{pk}/change/", secure=True).status_code == 200
    assert erin.post(f"/admin/roundtables/registration/{pk}/delete/", {"post": "yes"}, secure=True).status_code == 403


def test_series_is_kept_in_words(erin: Client, cast: Cast) -> None:
    told = {
        "name": "Weekly",
        "repeats": "weekly",
        "weekday": "3",
        "local_time": "08:00",
        "time_zone": "America/Los_Angeles",
    }
    send(erin, "/admin/roundtables/series/add/", {**told, "duration_minutes": "60", "capacity": "100"})
    assert "Thursday" in erin.get("/admin/roundtables/series/", secure=True).content.decode()
    wrong = send(erin, "/admin/roundtables/series/add/", {**told, "duration_minutes": "0", "capacity": "0"})
    assert wrong.count("greater than or equal to") == 2
