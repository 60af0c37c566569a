"""Coming without an account: a code, a seat, and the history that stays when they join."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from members.accounts.joining import join
from members.ambassadors.attribution import Touches
from members.models import Membership, User
from program import clock
from program.models import Program
from program.tenancy.scope import program_scope
from roundtables.models import Guest, Interest, Registration, Roundtable
from roundtables.seating import guest_codes, guests, interests, seats
from tests.cast import Cast
from tests.conftest import HOST_A, HOST_B, browser_of
from tests.mail.mailbox import Mailbox
from tests.roundtables.conftest import STARTS, make_roundtable

GRACE = "grace@guest.example.org"
REGISTER, CODE = "/roundtables/102/register/", "/roundtables/102/register/code/"


def ask(client: Client, email: str = GRACE, path: str = REGISTER, zone: str = "Asia/Kolkata") -> str:
    answer = client.post(path, {"name": "Grace", "email": email, "time_zone": zone}, secure=True, follow=True)
    return str(answer.content.decode())


def code_to(mailbox: Mailbox, email: str = GRACE) -> str:
    return str(re.findall(r"^\s*(\d{6})\s*$", mailbox.to(email)[-1].body, re.MULTILINE)[0])


def type_code(client: Client, code: str) -> str:
    answer = client.post(CODE, {"code": code}, secure=True, follow=True)
    return str(answer.content.decode())


def registered(cast: Cast) -> list[tuple[str, str]]:
    with program_scope(cast.a.pk):
        return [(row.address, row.state) for row in Registration.objects.with_people().order_by("id")]


def test_guest_proves_the_address_and_gets_seat_link_and_file(
    visitor: Client, cast: Cast, table: Roundtable, mailbox: Mailbox
) -> None:
    assert "We sent six digits to" in ask(visitor)
    assert registered(cast) == []
    text = type_code(visitor, code_to(mailbox))
    assert "You have a seat." in text
    assert registered(cast) == [(GRACE, "seat")]
    confirmation = mailbox.to(GRACE)[-1]
    assert confirmation.subject == "You have a seat at no. 102: Pricing out loud"
    assert "8:30 PM" in confirmation.body
    assert confirmation.attachments[0].filename == "roundtable-102.ics"
    with program_scope(cast.a.pk):
        assert Guest.objects.get().time_zone == "Asia/Kolkata"


def test_guest_is_reminded_enters_and_cancels_by_the_personal_link(
    visitor: Client, cast: Cast, table: Roundtable, mailbox: Mailbox
) -> None:
    ask(visitor)
    type_code(visitor, code_to(mailbox))
    stranger = browser_of(None, HOST_A)
    with program_scope(cast.a.pk):
        path = Registration.objects.select_related("roundtable").get().path
    assert "In one hour: no. 102, Pricing out loud" in [m.subject for m in mailbox.deliver_all(now=STARTS)]
    with time_machine.travel(STARTS, tick=False):
        assert stranger.get(f"{path}join/", secure=True)["Location"].startswith("https://meet.example.org/")
        stranger.post(f"{path}leave/", secure=True)
    with program_scope(cast.a.pk):
        left = Registration.objects.get()
        assert (left.attended_at, left.state, left.reason) == (STARTS, "cancelled", "left")


def test_member_who_comes_as_a_guest_gets_the_members_seat(
    visitor: Client, cast: Cast, table: Roundtable, mailbox: Mailbox
) -> None:
    """And the pages are the same until the code is typed: nobody learns who has an account."""
    pages = [
        re.sub(r"csrf.*?>|value=.*?>", "", ask(browser_of(None, HOST_A), email))
        for email in (GRACE, "bob@example.org")
    ]
    assert pages[0].replace(GRACE, "") == pages[1].replace("bob@example.org", "")
    ask(visitor, "bob@example.org")
    type_code(visitor, code_to(mailbox, "bob@example.org"))
    with program_scope(cast.a.pk):
        assert Registration.objects.get().membership_id == cast.bob.pk
        assert not Guest.objects.exists()


def test_wrong_code_says_so_and_the_fifth_ends_it(
    visitor: Client, cast: Cast, table: Roundtable, mailbox: Mailbox
) -> None:
    ask(visitor)
    right = code_to(mailbox)
    wrong = "000000" if right != "000000" else "111111"
    for _ in range(5):
        assert "That is not the code we sent." in type_code(visitor, wrong)
    assert "That was the fifth wrong code" in type_code(visitor, right)
    assert registered(cast) == []


def test_code_typed_twice_leads_to_the_one_seat_and_works_for_ten_minutes(
    visitor: Client, cast: Cast, table: Roundtable, mailbox: Mailbox
) -> None:
    ask(visitor)
    right = code_to(mailbox)
    type_code(visitor, right)
    assert "You have a seat" in type_code(visitor, right)
    assert registered(cast) == [(GRACE, "seat")]
    assert "used already" in type_code(browser_of(None, HOST_A), right)
    ask(visitor)
    with program_scope(cast.a.pk):  # As ten minutes do.
        guest_codes.forget(visitor.session[guest_codes.SESSION_KEY])
    assert "more than ten minutes old" in type_code(visitor, code_to(mailbox))
    assert registered(cast) == [(GRACE, "seat")]


def test_new_code_makes_the_former_one_void(visitor: Client, cast: Cast, table: Roundtable, mailbox: Mailbox) -> None:
    ask(visitor)
    former = code_to(mailbox)
    visitor.post(CODE, {"action": "resend"}, secure=True)
    newer = code_to(mailbox)
    if former != newer:
        assert "That is not the code we sent." in type_code(visitor, former)
    assert "You have a seat." in type_code(visitor, newer)


def test_code_of_one_browser_or_program_is_nothing_in_another(
    visitor: Client, cast: Cast, table: Roundtable, mailbox: Mailbox
) -> None:
    with program_scope(cast.b.pk):
        make_roundtable(102)
    ask(visitor)
    code = code_to(mailbox)
    for host in (HOST_A, HOST_B):
        assert "more than ten minutes old" in type_code(browser_of(None, host), code)
    assert registered(cast) == []


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"email": "grace"}, "Enter a valid email address."),
        ({"name": " "}, "This field is required."),
        ({"name": "x" * 81}, "at most 80 characters"),
        ({"time_zone": "Mars/Base"}, "Mars/Base is not one of the available choices."),
    ],
)
def test_wrong_input_is_told_beside_the_field_and_stays(
    visitor: Client, table: Roundtable, wrong: dict[str, str], sentence: str
) -> None:
    given = {"name": "Grace", "email": GRACE, "time_zone": "UTC", **wrong}
    text = visitor.post(REGISTER, given, secure=True).content.decode()
    assert sentence in text
    assert given["email"] in text


def test_sixth_code_within_ten_minutes_waits(visitor: Client, table: Roundtable, mailbox: Mailbox) -> None:
    for _ in range(5):
        assert "We sent six digits to" in ask(visitor)
    assert "We sent several codes to this address already." in ask(visitor)
    assert len(mailbox.to(GRACE)) == 5


def test_guest_who_comes_again_is_called_what_they_say_now(
    visitor: Client, cast: Cast, table: Roundtable, mailbox: Mailbox
) -> None:
    with program_scope(cast.a.pk):
        guests.person_named(GRACE, name="Whatever somebody else wrote")
    ask(visitor, zone="America/Sao_Paulo")
    type_code(visitor, code_to(mailbox))
    with program_scope(cast.a.pk):
        guest = Guest.objects.get()
    assert (guest.name, guest.time_zone) == ("Grace", "America/Sao_Paulo")


def test_guest_at_a_full_table_waits(visitor: Client, cast: Cast, table: Roundtable, mailbox: Mailbox) -> None:
    with program_scope(cast.a.pk):
        for member in (cast.alice, cast.bob, cast.dana):
            seats.register(table, member, now=clock.now())
    assert "Join the waiting list" in visitor.get(REGISTER, secure=True).content.decode()
    ask(visitor)
    assert "You are no. 1 on the waiting list" in type_code(visitor, code_to(mailbox))


def test_table_that_filled_up_or_closed_meanwhile_says_so(
    visitor: Client, cast: Cast, table: Roundtable, mailbox: Mailbox
) -> None:
    ask(visitor)
    with program_scope(cast.a.pk):
        Roundtable.objects.update(state="closed")
    assert "Registration for this roundtable is closed." in type_code(visitor, code_to(mailbox))
    assert registered(cast) == []


@pytest.mark.parametrize("fields", [{"state": "closed"}, {"state": "cancelled"}, {"tier": "premium"}])
def test_table_that_takes_no_guests_asks_for_nothing(visitor: Client, cast: Cast, fields: dict[str, str]) -> None:
    with program_scope(cast.a.pk):
        make_roundtable(102, **fields)
    answer = visitor.get(REGISTER, secure=True)
    assert answer.status_code == 409
    assert "id_email" not in answer.content.decode()


def grace_of(cast: Cast) -> Guest:
    person = guests.person_named(GRACE, name="Grace")
    assert isinstance(person, Guest)
    return person


def new_user() -> User:
    return User.objects.create_user(GRACE, name="Grace")


def join_a(program: Program) -> Membership:
    return join(program, by=new_user(), touches=Touches(), now=clock.now(), choices={}).membership


def test_history_of_a_guest_is_the_members_once_they_join(cast: Cast, table: Roundtable, mailbox: Mailbox) -> None:
    with program_scope(cast.a.pk):
        seat = seats.register(table, grace_of(cast), now=clock.now())
        later = make_roundtable(103, state="save_the_date", starts_at=STARTS + timedelta(weeks=1))
        interests.add(later, grace_of(cast), now=clock.now())
        member = join_a(cast.a)
        seat.refresh_from_db()
        assert (seat.membership_id, seat.guest_id, seat.state) == (member.pk, None, "seat")
        assert Interest.objects.get().membership_id == member.pk
        assert not Guest.objects.exists()
    reminders = [letter for letter in mailbox.deliver_all(now=STARTS) if letter.subject.startswith("In one hour")]
    assert [letter.to for letter in reminders] == [[GRACE]]


def test_applicant_stays_a_guest_until_approved(cast: Cast, table: Roundtable, mailbox: Mailbox) -> None:
    from members.accounts.joining import approve

    with program_scope(cast.a.pk):
        cast.a.signup_policy = "application"
        seats.register(table, grace_of(cast), now=clock.now())
        member = join_a(cast.a)
        assert Registration.objects.get().guest is not None
        approve(member, by=cast.erin.user)
        assert Registration.objects.get().membership_id == member.pk


def test_second_seat_of_the_same_person_is_given_up(cast: Cast, table: Roundtable) -> None:
    with program_scope(cast.a.pk):
        guest = Guest.objects.create(email="alice@example.org", name="Alice")
        seats.register(table, guest, now=clock.now())
        seats.register(table, cast.alice, now=clock.now())
        guests.adopt(cast.alice)
        assert Roundtable.objects.get().seats_taken == 1
        assert Registration.objects.standing().get().membership_id == cast.alice.pk


def test_joining_another_program_leaves_the_guest_where_they_were(cast: Cast, table: Roundtable) -> None:
    with program_scope(cast.a.pk):
        seats.register(table, grace_of(cast), now=clock.now())
    with program_scope(cast.b.pk):
        join_a(cast.b)
    with program_scope(cast.a.pk):
        assert Registration.objects.get().guest is not None
