"""Bounces and complaints as mail services report them, each in its own words."""

import os
import subprocess
import sys
from base64 import b64encode
from typing import Any

import pytest
from django.test import Client

from program.local import ROOT
from program.mail import webhooks
from program.mail.models import Suspension
from tests.cast import Cast
from tests.conftest import HOST_B

ALICE = "alice@example.org"
SECRET = "f2c1d0a9b8e7f6a5"
NOBODY, FULL, POLICY = "550 5.1.1 no such person", "552 5.2.2 full", "550 5.7.1 we do not like your mail"
POSTMARK = {"RecordType": "Bounce", "ID": 1, "Email": ALICE, "BouncedAt": "2026-11-05T16:33:54Z"}
SPARKPOST = {"type": "bounce", "timestamp": "1454442600", "raw_rcpt_to": ALICE}
MAILJET = {"event": "bounce", "time": 1454442600, "MessageID": 1, "email": ALICE}
MAILTRAP = {"email": ALICE, "timestamp": 1454442600, "message_id": "1", "event_id": "2"}


def of_sparkpost(**fields: str) -> list[dict[str, Any]]:
    return [{"msys": {"message_event": SPARKPOST | fields}}]


HARD = {
    "brevo": ("brevo", {"event": "hard_bounce", "email": ALICE}),
    "brevo, soft only in its summary": ("brevo", {"event": "soft_bounce", "email": ALICE, "reason": NOBODY}),
    "postmark": ("postmark", POSTMARK | {"Type": "HardBounce", "Details": NOBODY}),
    "postmark without a status": ("postmark", POSTMARK | {"Type": "HardBounce"}),
    "mailjet": ("mailjet", MAILJET | {"error": "user unknown", "hard_bounce": True}),
    "mailtrap": ("mailtrap", {"events": [MAILTRAP | {"event": "bounce", "response": NOBODY}]}),
    "sparkpost": ("sparkpost", of_sparkpost(bounce_class="10", raw_reason=NOBODY)),
    "sparkpost without a status": ("sparkpost", of_sparkpost(bounce_class="10")),
}
COMPLAINTS = {
    "brevo": ("brevo", {"event": "spam", "email": ALICE}),
    "postmark": ("postmark", POSTMARK | {"RecordType": "SpamComplaint", "Type": "SpamComplaint"}),
    "mailjet": ("mailjet", MAILJET | {"event": "spam", "source": "JMRPP"}),
    "mailtrap": ("mailtrap", {"events": [MAILTRAP | {"event": "spam"}]}),
    "sparkpost": ("sparkpost", of_sparkpost(type="spam_complaint")),
}
HARMLESS = {
    "brevo, soft": ("brevo", {"event": "soft_bounce", "email": ALICE, "reason": FULL}),
    "brevo, called hard and a matter of policy": ("brevo", {"event": "hard_bounce", "email": ALICE, "reason": POLICY}),
    "postmark, soft": ("postmark", POSTMARK | {"Type": "SoftBounce"}),
    "postmark, delivered": ("postmark", {"RecordType": "Delivery", "Recipient": ALICE, "DeliveredAt": "2026-11-05"}),
    "postmark, out of office": ("postmark", POSTMARK | {"Type": "AutoResponder"}),
    "mailjet, full": ("mailjet", MAILJET | {"error": "quota exceeded", "hard_bounce": False}),
    "mailtrap, soft": ("mailtrap", {"events": [MAILTRAP | {"event": "soft bounce", "response": FULL}]}),
    "sparkpost, full": ("sparkpost", of_sparkpost(bounce_class="22")),
}


@pytest.fixture(autouse=True)
def _secret_is_set(settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.mail.webhook_urls"
    settings.ANYMAIL = {"WEBHOOK_SECRET": f"reports:{SECRET}"}


def reporter(host: str = "a.localhost", secret: str = SECRET) -> Client:
    """A service, which knows our secret or guesses it."""
    strict = Client(enforce_csrf_checks=True, headers={"host": host})
    strict.defaults["HTTP_AUTHORIZATION"] = basic(f"reports:{secret}")
    return strict


def basic(pair: str) -> str:
    return f"Basic {b64encode(pair.encode()).decode()}"


def report(service: str, said: Any, **how: str) -> int:
    answer = reporter(**how).post(f"/mail/reports/{service}/", said, content_type="application/json")
    return answer.status_code


@pytest.mark.parametrize("name", HARD)
def test_hard_bounce_suspends_the_address(name: str, cast: Cast) -> None:
    assert report(*HARD[name]) == 200
    found = Suspension.objects.get()
    assert (found.address, found.cause) == (ALICE, "bounced")
    assert found.detail.lower().startswith(name.partition(" ")[0].strip(","))


@pytest.mark.parametrize("name", COMPLAINTS)
def test_complaint_suspends_the_address(name: str, cast: Cast) -> None:
    assert report(*COMPLAINTS[name]) == 200
    found = Suspension.objects.get()
    assert (found.address, found.cause) == (ALICE, "complained")


@pytest.mark.parametrize("name", HARMLESS)
def test_anything_else_suspends_nobody(name: str, cast: Cast) -> None:
    assert report(*HARMLESS[name]) == 200
    assert not Suspension.objects.exists()


def test_every_service_is_tried_here() -> None:
    for reports in (HARD, COMPLAINTS, HARMLESS):
        assert {service for service, _ in reports.values()} == set(webhooks.SERVICES)


def test_report_is_taken_on_any_programs_host(cast: Cast) -> None:
    assert report(*HARD["brevo"], host=HOST_B) == 200
    assert Suspension.objects.get().address == ALICE


@pytest.mark.parametrize("service", webhooks.SERVICES)
def test_report_without_the_secret_is_refused(service: str, cast: Cast) -> None:
    assert report(service, HARD[service][1], secret="guessed-guessed-g") == 400
    stranger = Client(headers={"host": "a.localhost"})
    answer = stranger.post(f"/mail/reports/{service}/", HARD[service][1], content_type="application/json")
    assert answer.status_code == 400
    assert not Suspension.objects.exists()


def test_unknown_service_is_not_found(cast: Cast) -> None:
    assert report("pigeons", {}) == 404


def test_page_cannot_be_looked_at(cast: Cast) -> None:
    assert reporter().get("/mail/reports/postmark/").status_code == 405


def test_view_wears_its_mark() -> None:
    """The walk over all addresses meets it only where the secret is set."""
    assert webhooks.report.access == "public"  # type: ignore[attr-defined]


def test_no_secret_no_address(cast: Cast, settings: Any) -> None:
    settings.ROOT_URLCONF = "program.urls"
    assert report(*HARD["brevo"]) == 404
    assert not Suspension.objects.exists()


def test_secret_of_the_environment_makes_the_address() -> None:
    script = (
        "import django; django.setup(); from django.urls import reverse; from django.conf import settings;"
        "print(reverse('mail_report', args=['postmark']), settings.ANYMAIL['WEBHOOK_SECRET'])"
    )
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "program.settings", "MAIL_WEBHOOK_SECRET": SECRET}
    ended = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    assert ended.stdout.strip() == f"/mail/reports/postmark/ reports:{SECRET}", ended.stderr
