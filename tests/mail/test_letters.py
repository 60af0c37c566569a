"""A mail as the person reads it, and as the mail client does."""

from email.utils import parseaddr
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse

from program.brand import light_palette
from program.mail.outbox import post
from program.mail.rendering import fill
from program.models import Program
from program.tenancy.scope import platform_scope, program_scope
from tests.cast import Cast
from tests.mail import kinds
from tests.mail.mailbox import Mailbox, html_of

assert kinds

LARGEST_HTML = 40_000
HOME = f"{settings.LINK_SCHEME}://a.localhost"


@pytest.fixture
def branded(cast: Cast) -> Program:
    with platform_scope():
        cast.a.name, cast.a.accent = "Fundação “Primeiro”", "#aa3355"
        cast.a.legal_note = "Rua Augusta 1\nSão Paulo"
        cast.a.mail_from = "ola@example.org"
        cast.a.save()
    return cast.a


def sent(mailbox: Mailbox, program: Program, kind: str = "test.reminder", **fields: Any) -> Any:
    with program_scope(program.pk):
        post(kind, "alice@example.org", **fields)
    return mailbox.deliver_all()[-1]


def test_letter_comes_from_the_program_and_carries_its_words(branded: Program, mailbox: Mailbox) -> None:
    letter = sent(mailbox, branded)
    assert parseaddr(str(letter.message()["From"])) == ("Fundação “Primeiro”", "ola@example.org")
    for words in (letter.body, html_of(letter)):
        assert "Fundação “Primeiro”" in words
        assert "Rua Augusta 1" in words
        assert "Program B" not in words
    assert f"color: {light_palette('#aa3355').text};" in html_of(letter)


def test_letter_links_lead_to_the_programs_own_host(branded: Program, mailbox: Mailbox) -> None:
    letter = sent(mailbox, branded)
    for words in (letter.body, html_of(letter)):
        assert f"{HOME}/" in words
        assert "b.localhost" not in words
        assert 'href="/' not in words


def test_letter_speaks_the_readers_language(cast: Cast, mailbox: Mailbox) -> None:
    with program_scope(cast.a.pk):
        cast.alice.language = "pt-br"
        cast.alice.save(update_fields=["language"])
    letter = sent(mailbox, cast.a, user=cast.alice.user)
    assert '<html lang="pt-br" dir="ltr"' in html_of(letter)
    english = sent(mailbox, cast.a, about="other", user=cast.bob.user)
    assert '<html lang="en"' in html_of(english)


def test_letter_to_a_visitor_speaks_the_language_it_was_posted_with(cast: Cast, mailbox: Mailbox) -> None:
    letter = sent(mailbox, cast.a, payload={"language": "pt-br"})
    assert '<html lang="pt-br"' in html_of(letter)
    assert '<html lang="en"' in html_of(sent(mailbox, cast.a, about="x", payload={"language": "xx"}))


def test_letter_is_small_and_fetches_nothing_from_strangers(cast: Cast, mailbox: Mailbox) -> None:
    html = html_of(sent(mailbox, cast.a))
    assert len(html.encode()) < LARGEST_HTML
    assert "fonts.googleapis" not in html
    assert 'name="color-scheme" content="light dark"' in html


def test_letter_says_to_machines_what_it_is(cast: Cast, mailbox: Mailbox) -> None:
    raw = sent(mailbox, cast.a).message().as_bytes().decode()
    token = raw.split("List-Unsubscribe: <")[1].split(">")[0]
    assert token.startswith(f"{HOME}/u/")
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click" in raw
    assert "Auto-Submitted: auto-generated" in raw
    assert "@a.localhost>" in raw.split("Message-ID: <message-")[1].splitlines()[0]


def test_account_letter_offers_no_way_to_switch_it_off(cast: Cast, mailbox: Mailbox) -> None:
    letter = sent(mailbox, cast.a, kind="test.code", payload={"code": "493027"})
    assert "493027" in letter.body
    assert "493027" in html_of(letter)
    assert "List-Unsubscribe" not in letter.message().as_string()
    assert "/u/" not in letter.body
    assert reverse("mail_preferences") not in html_of(letter)


def test_letter_brings_its_attachment(cast: Cast, mailbox: Mailbox) -> None:
    letter = sent(mailbox, cast.a, kind="test.recording")
    (calendar,) = letter.message().iter_attachments()
    assert calendar.get_filename() == "roundtable.ics"
    assert calendar.get_content_type() == "text/calendar"


def test_words_of_people_cannot_become_markup() -> None:
    facts = {"facts": [("<i>", "Dana & <b>Co</b>", "")], "start": "left"}
    assert "&lt;i&gt;" in fill("emails/parts/facts.mjml", facts)
    assert "Dana &amp; &lt;b&gt;Co" in fill("emails/parts/facts.mjml", facts)
    assert "Dana & <b>Co</b>" in fill("emails/parts/facts.txt", facts, escape=False)
