"""The address of a member's calendar: made on wish, renewed, and answering nobody else."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from members.models import Membership
from program.tenancy.scope import program_scope
from roundtables.models import CalendarFeed, Roundtable
from tests.cast import Cast
from tests.roundtables.calendar_reading import calendar_at
from tests.roundtables.conftest import BEFORE


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address, secure=True)
    assert answer.status_code == status
    return str(answer.content.decode())


def test_address_is_made_for_whoever_asks(alice: Client, cast: Cast) -> None:
    assert "webcal:" not in page(alice, "/calendar/")
    with program_scope(cast.a.pk):
        assert not CalendarFeed.objects.exists()
    for _ in range(2):
        assert alice.post("/calendar/", secure=True)["Location"] == "/calendar/"
    with program_scope(cast.a.pk):
        token = CalendarFeed.objects.get().token
    assert re.fullmatch(r"[A-Za-z0-9]{22}", token)  # 131 bits
    text = page(alice, "/calendar/")
    assert f'value="http://a.localhost/calendar/{token}.ics" readonly' in " ".join(text.split())
    assert f'href="webcal://a.localhost/calendar/{token}.ics"' in text
    assert "No calendar has read it yet." in text


def test_page_is_for_members(visitor: Client, alice: Client, feed_path: str, table: Roundtable) -> None:
    assert "/accounts/login/" in visitor.get("/calendar/", secure=True)["Location"]
    assert alice.get("/calendar/", secure=True)["Cache-Control"] == "no-store"
    assert 'href="/calendar/"' in page(alice, "/roundtables/")
    assert 'href="/calendar/"' not in page(visitor, "/roundtables/")


def test_renewed_address_is_the_only_one(alice: Client, phone: Client, feed_path: str, cast: Cast) -> None:
    assert "Make a new address?" in page(alice, "/calendar/renew/")
    assert calendar_at(phone, feed_path)
    assert alice.post("/calendar/renew/", secure=True)["Location"] == "/calendar/"
    page(phone, feed_path, 404)
    with program_scope(cast.a.pk):
        renewed = CalendarFeed.objects.get().path
    assert renewed != feed_path
    assert calendar_at(phone, renewed)
    assert renewed in page(alice, "/calendar/")


def test_renewing_without_an_address_leads_to_the_page(bob: Client) -> None:
    assert bob.post("/calendar/renew/", secure=True)["Location"] == "/calendar/"


@pytest.mark.parametrize("state", ["left", "pending"])
def test_calendar_of_no_member_is_not_found(phone: Client, feed_path: str, cast: Cast, state: str) -> None:
    with program_scope(cast.a.pk):
        Membership.objects.filter(pk=cast.alice.pk).update(state=state)
    page(phone, feed_path, 404)


def test_calendar_of_a_closed_account_is_not_found(phone: Client, feed_path: str, cast: Cast) -> None:
    cast.alice.user.is_active = False
    cast.alice.user.save(update_fields=["is_active"])
    page(phone, feed_path, 404)


@pytest.mark.parametrize("token", ["forged", "a" * 500, "%00", "%F0%9F%8E%89", "..", "%27"])
def test_other_tokens_are_not_found(phone: Client, feed_path: str, token: str) -> None:
    page(phone, f"/calendar/{token}.ics", 404)


def test_other_program_does_not_know_the_token(charlie: Client, feed_path: str) -> None:
    page(charlie, feed_path, 404)


def test_calendar_is_read_only(phone: Client, feed_path: str) -> None:
    assert phone.post(feed_path, secure=True).status_code == 405


def test_reading_is_noted_once_an_hour(phone: Client, feed_path: str, cast: Cast, alice: Client) -> None:
    def noted_after(**gone: float) -> Any:
        with time_machine.travel(BEFORE + timedelta(**gone), tick=False):
            phone.get(feed_path, secure=True)
        with program_scope(cast.a.pk):
            return CalendarFeed.objects.get().last_read_at

    assert [noted_after(minutes=minutes) - BEFORE for minutes in (0, 30, 60, 80)] == [
        timedelta(0),
        timedelta(0),
        timedelta(hours=1),
        timedelta(hours=1),
    ]
    assert "A calendar last read it around" in page(alice, "/calendar/")
