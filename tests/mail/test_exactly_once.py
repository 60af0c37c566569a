"""Every message arrives, and no message arrives twice: real processes, real PostgreSQL, a real mail server."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import Count

from program import clock
from program.mail.claiming import claim
from program.mail.message_ids import message_id
from program.mail.models import Message
from program.mail.outbox import post_all
from program.models import Program
from program.tenancy.scope import platform_scope, program_scope
from tests.cast import make_program
from tests.mail import kinds, senders
from tests.mail.smtp import Server, running_server

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]

assert kinds


@pytest.fixture
def program() -> Program:
    return make_program("races", "races.localhost")


def post_reminders(program: Program, count: int) -> None:
    with program_scope(program.pk):
        post_all(
            [
                Message(kind="test.reminder", address=f"founder{n}@example.org", about="roundtable:98")
                for n in range(count)
            ]
        )


def states(program: Program) -> dict[str, int]:
    with program_scope(program.pk):
        return dict(Message.objects.values_list("state").annotate(Count("pk")).order_by())


def wait_until(condition: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.02)


def run_three(role: str, server: Server) -> None:
    running = [senders.start(role, server.url) for _ in range(3)]
    senders.go(running)
    assert [sender.wait(timeout=30) for sender in running] == [0, 0, 0]


def test_three_senders_at_once_send_each_of_500_once(program: Program) -> None:
    post_reminders(program, 500)
    with running_server() as server:
        run_three("claiming", server)
    assert len(server.mails) == 500
    assert set(server.copies.values()) == {1}
    assert {str(mail["To"]) for mail in server.mails} == {f"founder{n}@example.org" for n in range(500)}
    assert states(program) == {"sent": 500}


def test_three_senders_without_the_claim_send_copies(program: Program) -> None:
    """The negative control: the test above can fail."""
    post_reminders(program, 60)
    with running_server() as server:
        run_three("careless", server)
    assert len(server.mails) > 60


def test_two_beats_at_once_claim_each_message_once(program: Program) -> None:
    post_reminders(program, 300)
    together = Barrier(2)

    def sweep() -> list[int]:
        try:
            with platform_scope():
                together.wait()
                return [pk for chunk in claim(clock.now(), limit=200) for pk in chunk.message_ids]
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as beats:
        first, second = (beat.result() for beat in [beats.submit(sweep), beats.submit(sweep)])
    assert len(first) + len(second) == len({*first, *second}) == 300


def test_killed_worker_loses_nothing_and_sends_nothing_again(program: Program) -> None:
    post_reminders(program, 200)
    prefix = f"test-{uuid4()}:"
    with running_server(seconds_each=0.004) as server:
        killed = start_worker(server, prefix)
        wait_until(lambda: len(server.mails) >= 60)
        os.kill(killed.pid, signal.SIGKILL)
        killed.wait()
        assert 60 <= len(server.mails) < 200
        sent_before = ids_marked_sent(program)
        arrived_before = len(server.mails)
        let_leases_end(program)
        second = start_worker(server, prefix)
        wait_until(lambda: states(program) == {"sent": 200})
        os.kill(second.pid, signal.SIGTERM)
        second.wait(timeout=20)
    arrived_after = {str(mail["Message-ID"]) for mail in server.mails[arrived_before:]}
    assert not sent_before & arrived_after
    assert len(server.copies) == 200
    assert len(server.mails) <= 201, "more than the one in flight was sent again"


def start_worker(server: Server, prefix: str) -> "subprocess.Popen[str]":
    worker = senders.start("worker", server.url, QUEUE_PREFIX=prefix)
    senders.go([worker])
    return worker


def ids_marked_sent(program: Program) -> set[str]:
    with program_scope(program.pk):
        return {message_id(message) for message in Message.objects.filter(state="sent").select_related("program")}


def let_leases_end(program: Program) -> None:
    """Five minutes later, as far as the rows know."""
    with program_scope(program.pk):
        Message.objects.exclude(lease_until=None).update(lease_until=clock.now() - timedelta(seconds=1))
