"""Reading mail in the tests of any room: post, `deliver_all()`, then look at what arrived.

    def test_registration_is_confirmed(alice: Client, roundtable: Roundtable, mailbox: Mailbox) -> None:
        alice.post(f"/roundtables/{roundtable.number}/register/")
        letter = mailbox.deliver_all()[-1]
        assert letter.to == ["alice@example.org"]
        assert "Your seat" in letter.subject

A letter is Django's EmailMultiAlternatives (subject, body, to, from_email, attachments, extra_headers,
program_id); `html_of(letter)` is its other half. What is due only later is sent by moving the clock:
`mailbox.deliver_all(now=roundtable.starts_at)`.
"""

from datetime import datetime
from typing import Any

import time_machine
from django.core import mail

from program import clock
from program.mail.claiming import claim
from program.mail.sending import send_chunk
from program.tenancy.scope import platform_scope

type SentMail = Any


def deliver_all(now: datetime | None = None) -> list[SentMail]:
    """Sweeps and delivers in this process what is due, and returns all mail sent in this test so far."""
    with time_machine.travel(now or clock.now(), tick=True):
        claim_and_send()
    return list(mail.outbox)


def claim_and_send() -> None:
    """What the sweep and the workers do, in this process, until nothing is due."""
    while True:
        with platform_scope():
            claimed = claim(clock.now())
        if not claimed:
            return
        for chunk in claimed:
            send_chunk(chunk.program_id, chunk.message_ids)


def html_of(letter: SentMail) -> str:
    return str(letter.alternatives[0].content)


class Mailbox:
    """What arrived in this test, newest last."""

    deliver_all = staticmethod(deliver_all)
    html_of = staticmethod(html_of)

    @property
    def letters(self) -> list[SentMail]:
        return list(mail.outbox)

    def clear(self) -> None:
        """What came until now was looked at."""
        mail.outbox.clear()

    def to(self, address: str) -> list[SentMail]:
        """Delivers what is due first."""
        return [letter for letter in deliver_all() if letter.to == [address]]
