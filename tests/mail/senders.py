"""Senders in processes of their own, on the tests' database.

python -m tests.mail.senders claiming    sweeps and delivers until nothing is due
python -m tests.mail.senders careless    what the claim is there to prevent: look, send, mark
python -m tests.mail.senders worker      a Celery worker that sweeps once it is ready
"""

import os
import subprocess
import sys
from typing import Any

from django.conf import settings
from django.db import connection

NO_ROOT_ADVICE = "ignore:You're running the worker with superuser"


def start(role: str, mail_url: str, **env: str) -> subprocess.Popen[str]:
    """The sender waits for `go`, so that several begin at once."""
    return subprocess.Popen(
        [sys.executable, "-W", NO_ROOT_ADVICE, "-m", "tests.mail.senders", role],
        env={**os.environ, "DATABASE_URL": database_url(), "MAIL_URL": mail_url, "LOG_LEVEL": "ERROR", **env},
        cwd=settings.LOCALE_PATHS[0].parent,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def go(senders: list[subprocess.Popen[str]]) -> None:
    for sender in senders:
        assert sender.stdout is not None
        assert sender.stdout.readline() == "ready\n"
    for sender in senders:
        assert sender.stdin is not None
        sender.stdin.write("go\n")
        sender.stdin.flush()


def database_url() -> str:
    """Of the tests' own database, which this process made."""
    found = connection.settings_dict
    host = str(found["HOST"]).replace("/", "%2F")
    port = f":{found['PORT']}" if found["PORT"] else ""
    return f"postgres://{found['USER']}:{found['PASSWORD']}@{host}{port}/{found['NAME']}"


def send_claiming() -> None:
    from tests.mail.mailbox import claim_and_send

    claim_and_send()


def send_carelessly() -> None:
    from django.core.mail import mailers

    from program import clock
    from program.mail.kinds import kind_named
    from program.mail.models import Message
    from program.mail.readers import reader_of
    from program.mail.rendering import render
    from program.tenancy.scope import platform_scope

    with platform_scope():
        due = list(Message.objects.due(clock.now()).select_related("user", "program"))
        with mailers.default as mailer:
            for message in due:
                letter: Any = kind_named(message.kind).compose(message)
                mailer.send_messages([render(letter, message, reader_of(message))])
                Message.objects.filter(pk=message.pk).update(state="sent")


def work() -> None:
    from celery.signals import worker_ready

    from program.celery import app
    from program.mail.tasks import sweep

    app.conf.broker_transport_options["global_keyprefix"] = os.environ["QUEUE_PREFIX"]
    worker_ready.connect(lambda **_: sweep.delay(), weak=False)
    app.worker_main(["worker", "-P", "threads", "-c", "1", "--without-mingle", "--without-gossip", "-l", "ERROR"])


def main(role: str) -> None:
    import django

    django.setup()
    import tests.mail.kinds  # noqa: F401

    print("ready", flush=True)
    sys.stdin.readline()
    {"claiming": send_claiming, "careless": send_carelessly, "worker": work}[role]()


if __name__ == "__main__":
    main(sys.argv[1])
