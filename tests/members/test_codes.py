"""A six-digit code works once, for ten minutes, and survives four wrong tries; each failure says its reason."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connections
from django.test import Client

from program.models import Program
from tests.cast import Cast
from tests.members.post_box import another, code_for

ALICE = "alice@example.org"
NEW = "gita@example.org"
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Way:
    """One of the three ways in which a code is asked for and typed."""

    address: str
    ask: Callable[[Client], object]
    page: str
    ask_again: str


WAYS = {
    "sign-up": Way(
        NEW,
        lambda browser: browser.post(
            "/accounts/signup/", {"name": "Gita", "email": NEW, "password1": "a-long-enough-secret"}
        ),
        "/accounts/confirm-email/",
        "/accounts/login/",
    ),
    "sign-in": Way(
        ALICE,
        lambda browser: browser.post("/accounts/login/code/", {"email": ALICE}),
        "/accounts/login/code/confirm/",
        "/accounts/login/code/",
    ),
    "password": Way(
        ALICE,
        lambda browser: browser.post("/accounts/password/reset/", {"email": ALICE}),
        "/accounts/password/reset/confirm/",
        "/accounts/password/reset/",
    ),
}


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest) -> Way:
    return WAYS[request.param]


def type_code(browser: Client, way: Way, code: str, **more: str) -> str:
    """The words of the page that follows, redirects included."""
    return browser.post(way.page, {"code": code, **more}, follow=True).text


def test_code_works(visitor: Client, program_a: Program, way: Way) -> None:
    way.ask(visitor)
    words = type_code(visitor, way, code_for(program_a, way.address))
    assert "not right" not in words
    assert visitor.get("/accounts/login/").status_code == 302 or "Your new password" in words


def test_code_may_be_typed_with_spaces(visitor: Client, program_a: Program, way: Way) -> None:
    way.ask(visitor)
    code = code_for(program_a, way.address)
    assert "not right" not in type_code(visitor, way, f" {code[:3]} {code[3:]} ")


def test_wrong_code_says_so_and_leaves_four_more_tries(visitor: Client, program_a: Program, way: Way) -> None:
    way.ask(visitor)
    code = code_for(program_a, way.address)
    for _ in range(4):
        assert "That code is not right" in type_code(visitor, way, another(code))
    assert "not right" not in type_code(visitor, way, code)


def test_code_dies_with_the_fifth_wrong_try(visitor: Client, program_a: Program, way: Way) -> None:
    way.ask(visitor)
    code = code_for(program_a, way.address)
    for _ in range(4):
        type_code(visitor, way, another(code))
    response = visitor.post(way.page, {"code": another(code)}, follow=True)
    assert "That was the fifth wrong code" in response.text
    assert response.redirect_chain[0][0] == way.ask_again
    assert "No code is waiting here" in type_code(visitor, way, code)


def test_code_of_ten_minutes_ago_says_that_it_is_old(visitor: Client, program_a: Program, way: Way) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        way.ask(visitor)
        clock.move_to(NOW + timedelta(minutes=10, seconds=1))
        response = visitor.post(way.page, {"code": code_for(program_a, way.address)}, follow=True)
    assert "more than ten minutes old" in response.text
    assert response.redirect_chain[0][0] == way.ask_again


def test_page_of_an_old_code_leads_to_a_new_one(visitor: Client, way: Way) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        way.ask(visitor)
        clock.move_to(NOW + timedelta(minutes=11))
        response = visitor.get(way.page, follow=True)
    assert "more than ten minutes old" in response.text


def test_code_works_until_ten_minutes_are_over(visitor: Client, program_a: Program, way: Way) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        way.ask(visitor)
        clock.move_to(NOW + timedelta(minutes=9, seconds=59))
        words = type_code(visitor, way, code_for(program_a, way.address))
    assert "ten minutes old" not in words


def test_code_works_only_once(visitor: Client, cast: Cast) -> None:
    way = WAYS["sign-in"]
    way.ask(visitor)
    code = code_for(cast.a, ALICE)
    type_code(visitor, way, code)
    visitor.post("/accounts/logout/")
    assert "No code is waiting here: it was used already" in type_code(visitor, way, code)


def test_code_of_another_browser_is_worth_nothing(visitor: Client, cast: Cast) -> None:
    way = WAYS["sign-in"]
    way.ask(visitor)
    stranger = Client(headers={"host": "a.localhost"})
    assert "No code is waiting here" in type_code(stranger, way, code_for(cast.a, ALICE))


def test_a_new_code_replaces_the_old_one_and_has_its_own_ten_minutes(visitor: Client, cast: Cast) -> None:
    way = WAYS["sign-in"]
    with time_machine.travel(NOW, tick=False) as clock:
        way.ask(visitor)
        first = code_for(cast.a, ALICE)
        clock.move_to(NOW + timedelta(minutes=8))
        visitor.post(way.page, {"action": "resend"})
        second = code_for(cast.a, ALICE)
        clock.move_to(NOW + timedelta(minutes=16))
        if first != second:
            assert "not right" in type_code(visitor, way, first)
        assert "not right" not in type_code(visitor, way, second)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_many_guesses_at_once_count_all(cast: Cast) -> None:
    """Answers in parallel read the session before any of them writes it; still only five are weighed."""
    visitor = Client(headers={"host": "a.localhost"})
    way = WAYS["sign-in"]
    way.ask(visitor)
    code = code_for(cast.a, ALICE)

    def guess(number: int) -> str:
        browser = Client(headers={"host": "a.localhost"})
        browser.cookies = visitor.cookies
        try:
            return browser.post(way.page, {"code": f"{(int(code) + 1 + number) % 1_000_000:06d}"}).text
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(guess, range(24)))
    assert sum("That code is not right" in answer for answer in answers) <= 5
    assert "No code is waiting" in type_code(visitor, way, code) or "sign-in code" in type_code(visitor, way, code)
