"""From one program to another without a second password, and for nobody else."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.test import Client

from members.accounts.handoff import TicketRefused, accept, issue
from members.models import Membership, User
from program.tenancy.scope import program_scope
from tests.cast import PASSWORD, Cast, make_member

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def path_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}"


@pytest.fixture
def a(cast: Cast) -> Client:
    """Alice's browser at program A, where she signed in with her password; she belongs to B as well."""
    make_member(cast.b, "Alice")
    browser = Client(headers={"host": "a.localhost"})
    browser.post("/accounts/login/", {"login": "alice@example.org", "password": PASSWORD})
    return browser


@pytest.fixture
def b(cast: Cast) -> Client:
    """The same browser at program B, where nobody is signed in yet."""
    return Client(headers={"host": "b.localhost"})


def go(a: Client, b: Client) -> str:
    """Start at B, by way of A: the address that finishes at B."""
    to_a = b.get("/accounts/arrive/?from=a.localhost").headers["Location"]
    assert urlsplit(to_a).hostname == "a.localhost"
    back = a.get(path_of(to_a)).headers["Location"]
    assert urlsplit(back).hostname == "b.localhost"
    return back


def who(browser: Client) -> str | None:
    return browser.session.get("_auth_user_id")


def test_programs_page_lists_own_programs_and_the_way(a: Client, cast: Cast) -> None:
    page = a.get("/programs/").text
    assert "You are here" in page
    assert "Go to Program B" in page
    assert "/accounts/arrive/?from=a.localhost" in page


def test_programs_page_shows_nothing_of_others(charlie: Client) -> None:
    page = charlie.get("/programs/").text
    assert "Program B" in page
    assert "Program A" not in page


def test_switching_signs_in_without_a_password(a: Client, b: Client, cast: Cast) -> None:
    response = b.get(path_of(go(a, b)))
    assert response.headers["Location"] == "/desk/"
    assert b.get("/account/").context["membership"].program_id == cast.b.pk
    assert who(b) == str(cast.alice.user_id)


def test_ticket_works_once(a: Client, b: Client) -> None:
    finish = path_of(go(a, b))
    b.get(finish)
    b.post("/accounts/logout/")
    response = b.get(finish, follow=True)
    assert "no longer works" in response.text
    assert who(b) is None


def test_ticket_dies_after_a_minute(a: Client, b: Client) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        browser = Client(headers={"host": "a.localhost"})
        browser.post("/accounts/login/", {"login": "alice@example.org", "password": PASSWORD})
        finish = path_of(go(browser, b))
        clock.move_to(NOW + timedelta(seconds=61))
        b.get(finish)
    assert who(b) is None


def test_ticket_is_worth_nothing_in_another_browser(a: Client, b: Client) -> None:
    """Nobody can sign a stranger's browser in as themselves: it never asked, so it holds no state."""
    finish = path_of(go(a, b))
    victim = Client(headers={"host": "b.localhost"})
    victim.get(finish)
    assert who(victim) is None
    victim.get("/accounts/arrive/?from=a.localhost")
    victim.get(finish)
    assert who(victim) is None


def test_ticket_for_one_program_is_refused_by_another(a: Client, b: Client, cast: Cast) -> None:
    ticket = parse_qs(urlsplit(go(a, b)).query)["ticket"][0]
    state = b.cookies["arriving"].value
    with pytest.raises(TicketRefused):
        accept(ticket, program_id=cast.a.pk, state=state)
    assert accept(ticket, program_id=cast.b.pk, state=state).user.pk == cast.alice.user_id


def test_ticket_dies_with_the_password_it_was_made_under(a: Client, b: Client, cast: Cast) -> None:
    finish = path_of(go(a, b))
    user = User.objects.get(pk=cast.alice.user_id)
    user.set_password("quite-another-secret")
    user.save(update_fields=["password"])
    b.get(finish)
    assert who(b) is None


@pytest.mark.parametrize("ticket", ["", "x", "a:b:c", "eyJ1c2VyIjoxfQ:1abc:zzz"])
def test_made_up_tickets_are_refused(b: Client, ticket: str) -> None:
    b.get("/accounts/arrive/?from=a.localhost")
    response = b.get(f"/accounts/arrive/finish/?ticket={ticket}")
    assert response.headers["Location"] == "/accounts/login/"


STRANGE = ["evil.example", "a.localhost.evil.example", "", "a.localhost@evil.example", "a\x00", "[::1]", "ä.example"]


@pytest.mark.parametrize("host", STRANGE)
def test_nobody_is_sent_to_a_host_that_is_not_ours(a: Client, b: Client, host: str) -> None:
    assert b.get("/accounts/arrive/", {"from": host}).status_code == 404
    assert a.get("/accounts/handoff/", {"to": host, "state": "x"}).status_code == 404


def test_no_ticket_to_a_program_one_does_not_belong_to(cast: Cast) -> None:
    bob = Client(headers={"host": "a.localhost"})
    bob.force_login(cast.bob.user)
    assert bob.get("/accounts/handoff/?to=b.localhost&state=x").status_code == 404
    with program_scope(cast.a.pk):
        Membership.objects.filter(pk=cast.bob.pk).update(state=Membership.State.LEFT)
    assert bob.get("/accounts/handoff/?to=a.localhost&state=x").status_code == 404


def test_whoever_is_not_signed_in_at_the_first_program_signs_in_at_the_second(b: Client) -> None:
    to_a = b.get("/accounts/arrive/?from=a.localhost").headers["Location"]
    response = Client(headers={"host": "a.localhost"}).get(path_of(to_a))
    assert urlsplit(response.headers["Location"]).hostname == "b.localhost"
    assert urlsplit(response.headers["Location"]).path == "/accounts/login/"


def test_arriving_replaces_whoever_was_signed_in(a: Client, b: Client, cast: Cast) -> None:
    b.force_login(cast.charlie.user)
    b.get(path_of(go(a, b)))
    assert who(b) == str(cast.alice.user_id)


def test_arriving_does_not_pass_for_typing_the_password(a: Client, b: Client) -> None:
    session = a.session
    session["account_authentication_methods"][0]["at"] -= 3600
    session.save()
    b.get(path_of(go(a, b)))
    assert "Is it you?" in b.get("/accounts/2fa/totp/activate/", follow=True).text


def test_second_factor_used_at_the_first_program_counts_at_the_second(cast: Cast) -> None:
    records = [{"method": "mfa", "type": "totp", "at": 1.0}]
    ticket = issue(cast.alice.user, program_id=cast.b.pk, state="s" * 24, records=records)
    assert accept(ticket, program_id=cast.b.pk, state="s" * 24).records == records


def test_session_that_came_over_is_listed(a: Client, b: Client) -> None:
    b.get(path_of(go(a, b)))
    assert a.get("/accounts/sessions/").context["session_count"] == 2
