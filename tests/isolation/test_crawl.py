"""Every address of program A, asked by everyone, with the ids of program B's rows."""

from copy import deepcopy
from http.cookies import SimpleCookie

import pytest
from django.http import HttpResponseBase
from django.test import Client

from program.tenancy.owned import OwnedManager
from tests.cast import Cast
from tests.conftest import HOST_A, browser_of
from tests.isolation.addresses import Address, addresses
from tests.isolation.canaries import Canaries

VISITORS = ("nobody", "alice", "dana", "erin", "frank")
SIGN_OUT = ("/accounts/logout/", "/admin/logout/")
NOT_FOUND, NOT_ALLOWED, GONE = 404, 405, 410


def browser(cast: Cast, who: str) -> Client:
    client = browser_of(None if who == "nobody" else getattr(cast, who), HOST_A)
    client.raise_request_exception = False
    return client


def ask(client: Client, cookies: SimpleCookie, method: str, path: str) -> HttpResponseBase:
    """As if it were the first request: what an earlier one signed out or chose is forgotten."""
    client.cookies = deepcopy(cookies)
    return getattr(client, method)(path)  # type: ignore[no-any-return]


def body(response: HttpResponseBase) -> str:
    parts = response.streaming_content if response.streaming else [response.content]  # type: ignore[attr-defined]
    return b"".join(parts).decode(errors="replace") + str(dict(response.headers))


def gives_nothing(response: HttpResponseBase) -> bool:
    """A row of another program does not exist here; whoever may not ask at all is sent away."""
    return response.status_code in (NOT_FOUND, NOT_ALLOWED, GONE, 302, 403)


def leaks(cast: Cast, who: str, target: Canaries) -> list[str]:
    client = browser(cast, who)
    cookies = deepcopy(client.cookies)
    found = []
    for address in addresses(target):
        for method in ("get", "post"):
            if address.path not in SIGN_OUT:  # They would end the session for all that follow.
                found += wrong(address, method, ask(client, cookies, method, address.path), target)
    is_known = ask(client, cookies, "get", "/programs/").status_code == 200
    assert is_known is (who != "nobody"), f"the crawl of {who} was signed out on the way"
    return found


def wrong(address: Address, method: str, response: HttpResponseBase, target: Canaries) -> list[str]:
    said = f"{method} {address.path} → {response.status_code}"
    if target.word in body(response).replace(target.code, "").replace("forged", ""):
        return [f"{said}: says {target.word}"]
    if address.names_a_row and not gives_nothing(response):
        return [f"{said}: a row of another program answers"]
    return [f"{said}: error"] if response.status_code >= 500 else []


@pytest.mark.parametrize("who", VISITORS)
def test_no_address_shows_another_programs_rows(who: str, cast: Cast, in_b: Canaries) -> None:
    assert leaks(cast, who, in_b) == []


def test_crawl_sees_the_words_of_its_own_program(cast: Cast, in_a: Canaries) -> None:
    """The pages do show canaries to their own staff: their absence elsewhere means something."""
    assert len([line for line in leaks(cast, "erin", in_a) if "says" in line]) >= 5


def test_crawl_turns_red_without_the_walls(
    monkeypatch: pytest.MonkeyPatch, no_wall_around_ventures: None, cast: Cast, in_b: Canaries
) -> None:
    """The negative control: both walls down around ventures, and the staff's admin shows them."""
    monkeypatch.setattr(OwnedManager, "get_queryset", lambda self: super(OwnedManager, self).get_queryset())
    found = leaks(cast, "erin", in_b)
    assert any("members/venture" in line for line in found), found
