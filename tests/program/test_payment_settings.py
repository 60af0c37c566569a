"""Stripe's keys go together, and a sandbox never stands where money is real."""

import pytest

from tests.program.test_settings import run, start

SANDBOX = "http://127.0.0.1:8100"
TEST = {"STRIPE_SECRET_KEY": "sk_test_x", "STRIPE_WEBHOOK_SECRET": "whsec_x"}
LIVE = {"STRIPE_SECRET_KEY": "sk_live_x", "STRIPE_WEBHOOK_SECRET": "whsec_x"}


def shown(expression: str, **variables: str | None) -> str:
    ended = run(f"from program import settings; print({expression})", variables)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout.strip()


@pytest.mark.parametrize(("missing", "other"), [list(TEST), list(TEST)[::-1]])
def test_half_of_the_keys_stops_the_start_and_names_the_other_half(missing: str, other: str) -> None:
    ended = start(**{other: TEST[other], missing: None})
    assert ended.stderr == f"{missing}: required beside {other}. See .env.example.\n"


@pytest.mark.parametrize("key", ["sk_live_x", "rk_live_x"])
def test_a_live_key_does_not_go_to_a_sandbox(key: str) -> None:
    ended = start(**LIVE | {"STRIPE_SECRET_KEY": key}, STRIPE_API_URL=SANDBOX)
    assert ended.stderr.startswith("STRIPE_API_URL: a live key goes to https://api.stripe.com only.")
    assert key not in ended.stderr


def test_a_sandbox_stops_the_start_of_a_deployment() -> None:
    ended = start(**TEST, STRIPE_API_URL=SANDBOX, LINK_SCHEME="https", DEBUG="false")
    assert ended.returncode != 0
    assert ended.stderr.startswith("STRIPE_API_URL: only https://api.stripe.com where links are https without DEBUG")


@pytest.mark.parametrize("changed", [{"LINK_SCHEME": "http"}, {"LINK_SCHEME": "https", "DEBUG": "true"}])
def test_a_sandbox_is_welcome_on_ones_own_machine(changed: dict[str, str]) -> None:
    assert shown("settings.STRIPE_IS_SANDBOX", **TEST, STRIPE_API_URL=SANDBOX, **changed) == "True"


@pytest.mark.parametrize("url", [None, "https://api.stripe.com", "https://API.stripe.com/"])
def test_a_deployment_with_live_keys_goes_to_stripe(url: str | None) -> None:
    variables = {**LIVE, "STRIPE_API_URL": url, "LINK_SCHEME": "https", "DEBUG": "false"}
    expression = "settings.STRIPE_IS_SANDBOX, settings.STRIPE_API_URL"
    assert shown(expression, **variables) == "False https://api.stripe.com"


@pytest.mark.parametrize("url", [SANDBOX, "http://localhost:8100/", "http://[::1]:8100"])
def test_forms_end_at_the_sandbox_only_where_there_is_one(url: str) -> None:
    targets = 'settings.SECURE_CSP["form-action"]'
    sandboxed, real = shown(targets, **TEST, STRIPE_API_URL=url), shown(targets, **TEST)
    assert "'http://localhost:8100'" in sandboxed
    assert "stripe.com" not in sandboxed
    assert "localhost" not in real
    assert "'https://checkout.stripe.com', 'https://billing.stripe.com'" in real


def test_settings_do_not_show_the_keys_by_chance() -> None:
    assert "sk_test_x" not in shown("settings._stripe", **TEST)
