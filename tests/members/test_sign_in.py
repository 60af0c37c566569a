"""Password, code, second factor, sessions, and changing what one signs in with."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from members.accounts.mfa import MFAAdapter
from members.models import User
from tests.cast import PASSWORD, Cast
from tests.members.post_box import code_for, forget_tries, kinds_to

ALICE = "alice@example.org"
APP = "http://a.localhost"


def sign_in(browser: Client, email: str = ALICE, password: str = PASSWORD) -> str:
    response = browser.post("/accounts/login/", {"login": email, "password": password})
    return str(response.headers.get("Location", response.content.decode()))


def app_code(secret: str) -> str:
    return str(totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30)))


def give_app(user: User) -> str:
    """An authenticator app, set up."""
    secret = totp.generate_totp_secret()
    Authenticator.objects.create(
        user=user, type=Authenticator.Type.TOTP, data={"secret": MFAAdapter().encrypt(secret)}
    )
    return str(secret)


def test_password_leads_to_the_desk(visitor: Client, cast: Cast) -> None:
    assert sign_in(visitor, "ALICE@Example.org") == "/desk/"


def test_sign_in_leads_where_one_was_going(visitor: Client, cast: Cast) -> None:
    response = visitor.post(
        "/accounts/login/?next=/venture/", {"login": ALICE, "password": PASSWORD, "next": "/venture/"}
    )
    assert response.headers["Location"] == "/venture/"


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_sign_in_leads_nowhere_else(visitor: Client, cast: Cast, target: str) -> None:
    response = visitor.post("/accounts/login/", {"login": ALICE, "password": PASSWORD, "next": target})
    assert response.headers["Location"] == "/desk/"


def test_wrong_password_says_what_else_there_is(visitor: Client, cast: Cast) -> None:
    assert "have a code sent to you instead" in sign_in(visitor, password="wrong-password")


def test_sixth_wrong_password_is_not_weighed_on_any_host(cast: Cast) -> None:
    """The account is one for all programs, so its tries are counted together."""
    for number in range(5):
        host = ("a.localhost", "b.localhost")[number % 2]
        sign_in(Client(headers={"host": host}), password="wrong-password")
    assert "Too many tries" in sign_in(Client(headers={"host": "a.localhost"}))


def test_many_requests_get_a_friendly_page(visitor: Client, cast: Cast) -> None:
    for _ in range(60):
        visitor.post("/accounts/login/", {})
    response = visitor.post("/accounts/login/", {})
    assert response.status_code == 429
    assert "That was a lot of tries" in response.text


def test_second_code_within_ten_seconds_gets_a_friendly_page(visitor: Client, cast: Cast) -> None:
    form = {"name": "Gita", "email": "gita@example.org", "password1": "a-long-enough-secret"}
    visitor.post("/accounts/signup/", form)
    response = Client(headers={"host": "a.localhost"}).post("/accounts/signup/", form)
    assert response.status_code == 429


def test_second_factor_is_asked_for_after_the_password(visitor: Client, cast: Cast) -> None:
    secret = give_app(cast.alice.user)
    assert sign_in(visitor) == "/accounts/2fa/authenticate/"
    assert visitor.get("/venture/").status_code == 302
    wrong = visitor.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert "Codes change every half minute" in wrong.text
    right = visitor.post("/accounts/2fa/authenticate/", {"code": app_code(secret)})
    assert right.headers["Location"] == "/desk/"


def test_code_of_the_app_works_only_once_on_all_hosts(cast: Cast) -> None:
    secret = give_app(cast.alice.user)
    code = app_code(secret)
    for host, passes in (("a.localhost", True), ("b.localhost", False)):
        browser = Client(headers={"host": host})
        sign_in(browser)
        response = browser.post("/accounts/2fa/authenticate/", {"code": code})
        assert (response.status_code == 302) is passes


def test_secret_of_the_app_is_not_readable_in_the_database(visitor: Client, cast: Cast) -> None:
    sign_in(visitor)
    visitor.get("/accounts/2fa/totp/activate/")
    secret = visitor.session["mfa.totp.secret"]
    response = visitor.post("/accounts/2fa/totp/activate/", {"code": app_code(secret)})
    assert response.headers["Location"] == "/accounts/2fa/recovery-codes/"
    kept = {one.type: one for one in Authenticator.objects.filter(user=cast.alice.user)}
    assert secret not in str(kept["totp"].data)
    assert MFAAdapter().decrypt(kept["totp"].data["secret"]) == secret
    assert len(kept["recovery_codes"].wrap().get_unused_codes()) == 10


def test_secret_written_with_a_lost_key_opens_nothing(cast: Cast) -> None:
    adapter = MFAAdapter()
    lost = "gAAAAABlost"
    first, second = adapter.decrypt(lost), adapter.decrypt(lost)
    assert first != second
    assert len(first) == 32


def test_secret_written_with_a_former_key_still_works(cast: Cast, settings) -> None:  # type: ignore[no-untyped-def]
    former = settings.SECRET_KEY
    written = MFAAdapter().encrypt("JBSWY3DP")
    settings.SECRET_KEY = "another-key-of-the-installation-entirely"
    settings.SECRET_KEY_FALLBACKS = [former]
    assert MFAAdapter().decrypt(written) == "JBSWY3DP"


def test_recovery_code_signs_in_once(visitor: Client, cast: Cast) -> None:
    give_app(cast.alice.user)
    kept = Authenticator.objects.create(
        user=cast.alice.user,
        type=Authenticator.Type.RECOVERY_CODES,
        data={"seed": MFAAdapter().encrypt("ab" * 20), "used_mask": 0},
    )
    code = kept.wrap().get_unused_codes()[0]
    sign_in(visitor)
    assert visitor.post("/accounts/2fa/authenticate/", {"code": code}).headers["Location"] == "/desk/"
    again = Client(headers={"host": "a.localhost"})
    sign_in(again)
    assert "not right" in again.post("/accounts/2fa/authenticate/", {"code": code}).text


def test_new_password_by_code_signs_in_and_says_so_by_mail(visitor: Client, cast: Cast) -> None:
    visitor.post("/accounts/password/reset/", {"email": ALICE})
    visitor.post("/accounts/password/reset/confirm/", {"code": code_for(cast.a, ALICE)})
    response = visitor.post("/accounts/password/reset/complete/", {"password1": "quite-another-secret"})
    assert response.headers["Location"] == "/desk/"
    assert kinds_to(cast.a, ALICE) == ["accounts.password_reset_code", "accounts.password_reset"]
    assert User.objects.get(email=ALICE).check_password("quite-another-secret")


def test_changing_the_password_ends_other_sessions(cast: Cast) -> None:
    here, elsewhere = Client(headers={"host": "a.localhost"}), Client(headers={"host": "a.localhost"})
    sign_in(here)
    sign_in(elsewhere)
    form = {"oldpassword": PASSWORD, "password1": "quite-another-secret"}
    assert here.post("/accounts/password/change/", form).headers["Location"] == "/account/"
    assert here.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302
    assert kinds_to(cast.a, ALICE) == ["accounts.password_changed"]


def test_changing_the_address_needs_the_code_and_tells_the_old_one(visitor: Client, cast: Cast) -> None:
    sign_in(visitor)
    visitor.post("/accounts/email/", {"email": "alice@new.example", "action_add": "1"})
    assert User.objects.filter(email=ALICE).exists()
    visitor.post("/accounts/confirm-email/", {"code": code_for(cast.a, "alice@new.example")})
    assert User.objects.get(pk=cast.alice.user_id).email == "alice@new.example"
    assert kinds_to(cast.a, ALICE) == ["accounts.email_changed"]
    assert "alice@new.example" in visitor.get("/accounts/email/").text


def test_changing_to_somebody_elses_address_looks_the_same_and_fails(visitor: Client, cast: Cast) -> None:
    sign_in(visitor)
    response = visitor.post("/accounts/email/", {"email": "bob@example.org", "action_add": "1"}, follow=True)
    assert "We sent six digits to" in response.text
    code = code_for(cast.a, "bob@example.org")
    assert "That address cannot be used" in visitor.post("/accounts/confirm-email/", {"code": code}).text
    assert User.objects.get(pk=cast.alice.user_id).email == ALICE


def test_sessions_are_listed_and_the_others_can_be_ended(cast: Cast) -> None:
    firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    here, elsewhere = Client(headers={"host": "a.localhost"}), Client(headers={"host": "b.localhost"})
    sign_in(here)
    elsewhere.post("/accounts/login/", {"login": ALICE, "password": PASSWORD}, headers={"user-agent": firefox})
    page = here.get("/accounts/sessions/").text
    assert "Firefox on Linux" in page
    assert "This one" in page
    here.post("/accounts/sessions/")
    assert here.get("/programs/").status_code == 200
    assert elsewhere.get("/programs/").status_code == 302


def test_signing_out_is_a_form(alice: Client) -> None:
    assert "Sign out?" in alice.get("/accounts/logout/").text
    assert alice.post("/accounts/logout/").headers["Location"] == "/"
    assert alice.get("/account/").status_code == 302


def test_sensitive_pages_ask_for_the_password_again(visitor: Client, cast: Cast) -> None:
    sign_in(visitor)
    session = visitor.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time() - 3600}]
    session.save()
    response = visitor.get("/accounts/2fa/totp/activate/", follow=True)
    assert "Is it you?" in response.text


def test_a_signed_in_page_costs_one_query_and_no_write(alice: Client) -> None:
    alice.get("/account/")
    with CaptureQueriesContext(
        connection,
    ) as spent:
        assert alice.get("/account/").status_code == 200
    said = [query["sql"] for query in spent.captured_queries if "SAVEPOINT" not in query["sql"]]
    assert len(said) == 1
    assert "members_grant" in said[0]
    assert "members_user" in said[0]


OUTSIDE = ("login/", "signup/", "login/code/", "password/reset/")
INSIDE = ("logout/", "email/", "password/change/", "2fa/", "sessions/", "3rdparty/", "reauthenticate/")
SETTING_UP = ("2fa/webauthn/", "2fa/totp/activate/", "2fa/webauthn/add/")


@pytest.mark.parametrize("path", [*OUTSIDE, *INSIDE, *SETTING_UP])
def test_account_pages_are_ours(cast: Cast, path: str) -> None:
    browser = Client(headers={"host": "a.localhost"})
    if path not in OUTSIDE:
        sign_in(browser)
    page = browser.get(f"/accounts/{path}")
    assert page.status_code == 200
    assert 'class="masthead"' in page.text
    assert "style=" not in page.text.replace('type="application/json"', "")
    assert "placeholder" not in page.text


def test_inactive_person_is_told(visitor: Client, cast: Cast) -> None:
    User.objects.filter(pk=cast.alice.user_id).update(is_active=False)
    sign_in(visitor)
    assert "This account is closed" in visitor.get("/accounts/inactive/").text
    assert visitor.get("/account/").status_code == 302


def test_tries_are_kept_beyond_programs(cast: Cast) -> None:
    forget_tries()
    sign_in(Client(headers={"host": "b.localhost"}), password="wrong-password")
    names = [key.decode() for key in cache._cache.get_client().scan_iter(f"{cache.key_prefix}:*login_failed*")]  # type: ignore[attr-defined]
    assert names
    assert not any(":program:" in name for name in names)
