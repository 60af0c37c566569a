"""A missing or wrong value of the environment stops the start and names the variable."""

import os
import subprocess
import sys
from collections.abc import Mapping

import pytest

from program.local import ROOT


def start(**changed: str | None) -> subprocess.CompletedProcess[str]:
    return run("import program.settings", changed)


def run(script: str, changed: Mapping[str, str | None]) -> subprocess.CompletedProcess[str]:
    """The settings, loaded by a process of their own."""
    env = {name: value for name, value in {**os.environ, **changed}.items() if value is not None}
    command = [sys.executable, "-c", script]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)


def test_settings_load_with_what_the_tests_have() -> None:
    assert start().returncode == 0


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", None),
        ("DATABASE_URL", None),
        ("DATABASE_URL", "mysql://somewhere/else"),
        ("REDIS_URL", None),
        ("REDIS_URL", "memcached://somewhere"),
        ("BROKER_URL", "amqp://somewhere"),
        ("BROKER_URL", "unix:///run/valkey.sock"),
        ("MAIL_LEASE_SECONDS", "five minutes"),
        ("MAIL_LEASE_SECONDS", "0"),
        ("LINK_SCHEME", "gopher"),
        ("MAIL_URL", "imap://mail.example.org"),
        ("MAIL_BOUNCES", "Bounces <bounces@example.org>"),
        ("MAIL_WEBHOOK_SECRET", "short"),
        ("MAIL_WEBHOOK_SECRET", "not/to:be@put-in-an-address"),
        ("TRUSTED_PROXY_COUNT", "many"),
        ("DEBUG", "perhaps"),
        ("ZOOM_API_URL", "zoom.us"),
        ("STRIPE_API_URL", "api.stripe.com"),
        ("STRIPE_API_URL", "http://stripe.example.org"),
        ("STRIPE_API_URL", "http://localhost:8100/v1"),
        ("STRIPE_API_URL", "http://localhost:eighty"),
        ("STRIPE_API_URL", "http://localhost@stripe.example.org"),
        ("STRIPE_TIMEOUT", "0"),
        ("STRIPE_TIMEOUT", "soon"),
    ],
)
def test_wrong_value_stops_the_start_and_names_the_variable(name: str, value: str | None) -> None:
    ended = start(**{name: value})
    assert ended.returncode != 0
    assert ended.stderr.startswith(f"{name}: "), ended.stderr
    assert "Traceback" not in ended.stderr


def test_no_mail_server_and_no_mailbox_stops_the_start() -> None:
    ended = start(MAIL_URL=None, DEV_MAILBOX=None)
    assert ended.stderr.startswith("MAIL_URL: required")


def test_provider_without_keys_has_no_addresses() -> None:
    script = "import django; django.setup(); from django.urls import reverse; print(reverse('google_login'))"
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "program.settings"}
    without = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    assert "NoReverseMatch" in without.stderr
    keys = {"GOOGLE_CLIENT_ID": "id", "GOOGLE_CLIENT_SECRET": "secret"}
    having = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=env | keys, capture_output=True, text=True, check=False
    )
    assert having.stdout.strip() == "/accounts/google/login/"
