"""A message due now is on its way within a second, and nobody waited for the broker."""

import time
from collections.abc import Iterator
from threading import Event

import pytest
from django.conf import settings
from redis import Redis

from program.celery import app
from program.mail import nudge as nudging
from program.mail.nudge import Nudger
from program.mail.outbox import post
from program.models import Program
from program.tenancy.scope import program_scope
from tests.cast import make_program
from tests.mail import kinds

assert kinds

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def program() -> Program:
    return make_program("nudges", "nudges.localhost")


@pytest.fixture
def queue() -> Iterator[str]:
    """The broker's list of waiting tasks, by itself for this test. (A forked process forgets its connections.)"""
    options = app.conf.broker_transport_options
    before = options["global_keyprefix"]
    options["global_keyprefix"] = "test-nudge:"
    app._after_fork()  # type: ignore[attr-defined]
    yield "test-nudge:celery"
    options["global_keyprefix"] = before
    app._after_fork()  # type: ignore[attr-defined]


def waiting(queue: str) -> int:
    with Redis.from_url(settings.REDIS_URL) as broker:
        return int(broker.llen(queue))  # type: ignore[arg-type]


def test_posting_asks_for_a_sweep_once_it_is_committed(program: Program, queue: str) -> None:
    with program_scope(program.pk):
        for number in range(50):
            post("test.reminder", f"founder{number}@example.org")
        time.sleep(0.3)
        assert waiting(queue) == 0
    end = time.monotonic() + 30
    while not waiting(queue):
        assert time.monotonic() < end
        time.sleep(0.01)
    assert waiting(queue) <= 2


def test_broker_that_is_silent_holds_nobody_up(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    asked, answers = Event(), Event()
    ended: list[bool] = []

    def publish(task: str) -> None:
        asked.set()
        ended.append(answers.wait(30))

    monkeypatch.setattr(nudging, "publish", publish)
    monkeypatch.setattr(nudging, "nudge", Nudger(nudging.SWEEP).nudge)
    with program_scope(program.pk):
        assert post("test.reminder", "alice@example.org")
    assert asked.wait(30)
    assert ended == []  # The message is committed, and the broker still has not said a word.
    answers.set()


def test_broker_that_is_away_is_no_error(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    def send_task(task: str) -> None:
        with app.connection_for_write("redis://127.0.0.1:9/0") as nowhere:
            nowhere.ensure_connection(max_retries=1, interval_start=0)

    monkeypatch.setattr(app, "send_task", send_task)
    nudging.publish(nudging.SWEEP)
    assert "The broker did not take a nudge" in caplog.text
