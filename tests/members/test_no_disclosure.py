"""Nobody learns from us who has an account: not from a page, and not from how long it takes to make it."""

import re

import pytest
from django.contrib.auth.hashers import ScryptPasswordHasher
from django.test import Client

from members.models import User
from tests.cast import Cast
from tests.members.post_box import forget_tries, kinds_to

KNOWN, UNKNOWN = "alice@example.org", "nobody@example.org"
SECRET = "a-secret-of-nobody"


@pytest.fixture
def hashes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """One entry for each password hash that is computed."""
    made: list[str] = []
    encode = ScryptPasswordHasher.encode

    def counted(self: ScryptPasswordHasher, password: str, *args: object, **kwargs: object) -> str:
        made.append(password)
        return encode(self, password, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(ScryptPasswordHasher, "encode", counted)
    return made


def browser() -> Client:
    return Client(headers={"host": "a.localhost"})


def without_tokens(text: str, address: str) -> str:
    """The page as everybody gets it: csrf tokens and the address typed into it left out."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)
    return text.replace(address, "ADDRESS")


FORMS = {
    "sign-up": ("/accounts/signup/", {"name": "Somebody", "password1": SECRET}, "email"),
    "sign-in": ("/accounts/login/", {"password": SECRET}, "login"),
    "code": ("/accounts/login/code/", {}, "email"),
    "password": ("/accounts/password/reset/", {}, "email"),
}


def answer(form: str, address: str) -> tuple[list[object], str]:
    """Redirects and the last page's words, for one address."""
    path, data, field = FORMS[form]
    visitor = browser()
    response = visitor.post(path, {**data, field: address}, follow=True)
    visited: list[object] = [*response.redirect_chain, response.status_code]
    return visited, without_tokens(response.text, address)


@pytest.mark.parametrize("form", FORMS)
def test_known_and_unknown_address_get_the_same_page(cast: Cast, form: str) -> None:
    known, unknown = answer(form, KNOWN), answer(form, UNKNOWN)
    assert known == unknown


@pytest.mark.parametrize("form", FORMS)
def test_known_and_unknown_address_cost_the_same_hashes(cast: Cast, hashes: list[str], form: str) -> None:
    answer(form, KNOWN)
    for_known = len(hashes)
    hashes.clear()
    answer(form, UNKNOWN)
    assert len(hashes) == for_known
    assert for_known == (1 if form in ("sign-up", "sign-in") else 0)


@pytest.mark.parametrize(
    ("form", "page"),
    [
        ("sign-up", "/accounts/confirm-email/"),
        ("code", "/accounts/login/code/confirm/"),
        ("password", "/accounts/password/reset/confirm/"),
    ],
)
def test_wrong_codes_and_new_codes_look_the_same(cast: Cast, form: str, page: str) -> None:
    said = []
    for address in (KNOWN, UNKNOWN):
        visitor = browser()
        path, data, field = FORMS[form]
        visitor.post(path, {**data, field: address})
        pages = [visitor.post(page, {"code": f"00000{n}"}, follow=True).text for n in range(5)]
        said.append([without_tokens(text, address) for text in pages])
    assert said[0] == said[1]


def test_asking_for_another_code_looks_the_same(cast: Cast) -> None:
    said = []
    for address in (KNOWN, UNKNOWN):
        visitor = browser()
        visitor.post("/accounts/signup/", {"name": "Somebody", "email": address, "password1": SECRET})
        soon = visitor.post("/accounts/confirm-email/", {"action": "resend"}, follow=True).text
        forget_tries()
        later = visitor.post("/accounts/confirm-email/", {"action": "resend"}, follow=True).text
        said.append([without_tokens(text, address) for text in (soon, later)])
    assert said[0] == said[1]


def test_sign_up_with_a_known_address_sends_a_hint_and_changes_nothing(cast: Cast) -> None:
    before = User.objects.get(email=KNOWN)
    answer("sign-up", KNOWN.upper())
    after = User.objects.get(email=KNOWN)
    assert (after.name, after.password) == (before.name, before.password)
    assert kinds_to(cast.a, KNOWN) == ["accounts.account_already_exists"]


def test_unknown_address_gets_a_hint_where_a_code_was_asked_for(cast: Cast) -> None:
    answer("code", UNKNOWN)
    forget_tries()
    answer("password", UNKNOWN)
    assert kinds_to(cast.a, UNKNOWN) == ["accounts.unknown_account", "accounts.unknown_account"]
    assert not User.objects.filter(email=UNKNOWN).exists()


def test_a_guessed_code_for_a_known_address_is_no_way_in(cast: Cast) -> None:
    """The page for a known address waits for a code that nobody was sent; guessing it must not open anything."""
    visitor = browser()
    visitor.post("/accounts/signup/", {"name": "Somebody", "email": KNOWN, "password1": SECRET})
    code = visitor.session["account_email_verification_code"]["code"]
    response = visitor.post("/accounts/confirm-email/", {"code": code})
    assert response.status_code == 200
    assert "_auth_user_id" not in visitor.session
