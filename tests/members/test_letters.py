"""Every mail about an account, in both languages."""

import re
from datetime import timedelta

import pytest
from django.utils import translation

from members.letters import CODES, NOTICES
from program import clock
from program.mail.kinds import kind_named
from program.mail.models import Message
from program.mail.outbox import post
from program.mail.readers import reader_of
from program.mail.rendering import Mail, render
from program.models import Program
from tests.cast import Cast

KINDS = [*CODES, *NOTICES, "approved"]
PAYLOAD = {
    "code": "123456",
    "ip": "192.0.2.7",
    "user_agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "from_email": "old@example.org",
    "to_email": "new@example.org",
    "deleted_email": "old@example.org",
}


def mail_of(cast: Cast, name: str, language: str) -> tuple[Mail | None, Message]:
    posted = post(
        f"accounts.{name}", "alice@example.org", user=cast.alice.user, payload={**PAYLOAD, "language": language}
    )
    assert posted is not None
    message = Message.objects.select_related("user", "program").get(pk=posted.pk)
    reader = reader_of(message)
    assert reader.language == language
    with translation.override(language):
        letter = kind_named(message.kind).compose(message)
        return (render(letter, message, reader) if letter else None), message


@pytest.mark.parametrize("name", KINDS)
def test_mail_is_complete_and_translated(cast: Cast, in_a: Program, name: str) -> None:
    english, message = mail_of(cast, name, "en")
    message.delete()
    portuguese, _ = mail_of(cast, name, "pt-br")
    assert english is not None
    assert portuguese is not None
    for mail in (english, portuguese):
        assert not re.search(r"%\(|\{\{|\{%", f"{mail.subject}{mail.body}")
        assert "Program A" in mail.body
    assert english.subject != portuguese.subject
    mine = [line for line in english.body.splitlines() if len(line) > 25 and "http" not in line]
    assert not set(mine) & set(portuguese.body.splitlines())


@pytest.mark.parametrize("name", CODES)
def test_code_stands_in_subject_and_body(cast: Cast, in_a: Program, name: str) -> None:
    mail, _ = mail_of(cast, name, "en")
    assert mail is not None
    assert "123456" in mail.subject
    assert re.search(r"^\s+123456$", str(mail.body), re.MULTILINE)


def test_code_that_waited_ten_minutes_is_not_sent(cast: Cast, in_a: Program) -> None:
    _, message = mail_of(cast, "login_code", "en")
    message.created_at = clock.now() - timedelta(minutes=10)
    assert kind_named(message.kind).compose(message) is None


def test_notice_says_when_from_where_and_with_what(cast: Cast, in_a: Program) -> None:
    mail, _ = mail_of(cast, "password_changed", "en")
    assert mail is not None
    assert "192.0.2.7" in mail.body
    assert "Firefox on Linux" in mail.body
    assert "http" in mail.body
    assert "/accounts/password/reset/" in mail.body
