"""Google and LinkedIn: there when configured, and nothing before."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers import registry
from allauth.socialaccount.providers.google.provider import GoogleProvider
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.http import HttpResponseBase
from django.test import Client
from pytest_django import Settings

from members.models import Membership, User
from program.models import SignUpPolicy
from program.tenancy.scope import program_scope
from tests.cast import PASSWORD, Cast
from tests.members.identity_provider import IdentityProvider, identity_provider
from tests.members.post_box import kinds_to
from tests.members.test_joining import set_policy

GITA = {"sub": "g-1", "name": "Gita  Rao", "email": "Gita@Example.org", "email_verified": True}
LOGIN, CALLBACK = "/accounts/oidc/linkedin/login/", "/accounts/oidc/linkedin/login/callback/"


def linkedin_at(url: str) -> dict[str, Any]:
    app = {"provider_id": "linkedin", "name": "LinkedIn", "client_id": "us", "secret": "hush"}
    return {"openid_connect": {"APPS": [{**app, "settings": {"server_url": url}}]}}


@pytest.fixture
def providers(settings: Settings) -> Iterator[None]:
    """As after a start with both providers' keys."""
    registry.load()
    before = dict(registry.provider_map)
    registry.provider_map.update(google=GoogleProvider, openid_connect=OpenIDConnectProvider)
    settings.ROOT_URLCONF = "tests.members.social_urls"
    yield
    registry.provider_map.clear()
    registry.provider_map.update(before)


@pytest.fixture
def linkedin(settings: Settings, providers: None) -> Iterator[IdentityProvider]:
    with identity_provider(**GITA) as server:
        settings.SOCIALACCOUNT_PROVIDERS = linkedin_at(server.url)
        yield server


def come_back(browser: Client, code: str = "good", **more: str) -> HttpResponseBase:
    """To the provider and back with its code."""
    away = browser.post(LOGIN, more)
    state = parse_qs(urlsplit(away.headers["Location"]).query)["state"][0]
    return browser.get(CALLBACK, {"code": code, "state": state})


def member(cast: Cast, email: str) -> Membership | None:
    with program_scope(cast.a.pk):
        return Membership.objects.select_related("user").filter(user__email=email).first()


def test_sign_in_page_offers_nothing_that_is_not_configured(visitor: Client) -> None:
    assert "Continue with" not in visitor.get("/accounts/login/").text


def test_sign_in_page_offers_what_is_configured_as_forms(visitor: Client, settings: Settings, providers: None) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = {
        **linkedin_at("http://127.0.0.1:9"),
        "google": {"APPS": [{"client_id": "us", "secret": "hush"}], "SCOPE": ["profile", "email"]},
    }
    for path in ("/accounts/login/", "/accounts/signup/"):
        page = visitor.get(path).text
        assert "Continue with Google" in page
        assert "Continue with LinkedIn" in page
        assert '<form class="fill" method="post" action="/accounts/google/login/' in page
    away = visitor.post("/accounts/google/login/")
    assert away.headers["Location"].startswith("https://accounts.google.com/")


def test_new_person_is_a_member_at_once(visitor: Client, cast: Cast, linkedin: IdentityProvider) -> None:
    response = come_back(visitor)
    assert response.headers["Location"] == "/venture/"
    joined = member(cast, "gita@example.org")
    assert joined is not None
    assert joined.user.name == "Gita Rao"
    assert not joined.user.has_usable_password()


def test_known_person_is_the_same_person(visitor: Client, cast: Cast, linkedin: IdentityProvider) -> None:
    linkedin.person = {**GITA, "email": "alice@example.org"}
    assert come_back(visitor).headers["Location"] == "/desk/"
    assert visitor.session["_auth_user_id"] == str(cast.alice.user_id)
    assert User.objects.get(pk=cast.alice.user_id).check_password(PASSWORD)


def test_address_that_the_provider_did_not_verify_opens_no_account(
    visitor: Client, cast: Cast, linkedin: IdentityProvider
) -> None:
    linkedin.person = {**GITA, "email": "alice@example.org", "email_verified": False}
    come_back(visitor)
    assert "_auth_user_id" not in visitor.session
    assert kinds_to(cast.a, "alice@example.org") == ["accounts.account_already_exists"]


def test_person_without_an_address_is_asked_for_one(visitor: Client, cast: Cast, linkedin: IdentityProvider) -> None:
    linkedin.person = {"sub": "g-2", "name": "Gita"}
    response = come_back(visitor)
    assert response.headers["Location"] == "/accounts/3rdparty/signup/"
    assert "Almost there" in visitor.get("/accounts/3rdparty/signup/").text


def test_invite_policy_holds_here_too(visitor: Client, cast: Cast, linkedin: IdentityProvider) -> None:
    set_policy(cast.a, SignUpPolicy.INVITE)
    response = come_back(visitor)
    assert "takes new members by invitation" in response.content.decode()  # type: ignore[attr-defined]
    assert not User.objects.filter(email="gita@example.org").exists()


def test_connecting_and_disconnecting(visitor: Client, cast: Cast, linkedin: IdentityProvider) -> None:
    alice = visitor
    alice.post("/accounts/login/", {"login": "alice@example.org", "password": PASSWORD})
    away = alice.post(f"{LOGIN}?process=connect")
    state = parse_qs(urlsplit(away.headers["Location"]).query)["state"][0]
    alice.get(CALLBACK, {"code": "good", "state": state})
    account = SocialAccount.objects.get(user=cast.alice.user)
    assert "LinkedIn" in alice.get("/accounts/3rdparty/").text
    alice.post("/accounts/3rdparty/", {"account": account.pk})
    assert not SocialAccount.objects.exists()
    assert kinds_to(cast.a, "alice@example.org") == ["accounts.account_connected", "accounts.account_disconnected"]


@pytest.mark.parametrize("query", [{"error": "access_denied"}, {"code": "bad"}, {"code": "good", "state": "forged"}])
def test_what_goes_wrong_over_there_is_said_calmly(
    visitor: Client, cast: Cast, linkedin: IdentityProvider, query: dict[str, str]
) -> None:
    away = visitor.post(LOGIN)
    state = parse_qs(urlsplit(away.headers["Location"]).query)["state"][0]
    response = visitor.get(CALLBACK, {"state": state, **query}, follow=True)
    assert "That did not work" in response.text
    assert response.status_code < 500


def test_provider_that_does_not_answer_is_said_calmly(
    visitor: Client, cast: Cast, settings: Settings, providers: None
) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = linkedin_at("http://127.0.0.1:9")
    assert "That did not work" in visitor.post(LOGIN, follow=True).text
