"""Asking for a sweep now, without making anybody wait for the broker.

A request only sets an event; a thread of this process publishes. When the broker is away, the beat's
sweep sends what is due within fifteen seconds.
"""

import logging
import os
import threading

from celery import current_app

logger = logging.getLogger(__name__)

COALESCE_SECONDS = 0.2
"""However many messages are posted meanwhile, one sweep is asked for."""


SWEEP = "program.mail.tasks.sweep"


class Nudger:
    """Asks for one task, named because whoever asks is often asked by it."""

    def __init__(self, task: str) -> None:
        self._task = task
        self._wanted = threading.Event()
        self._starting = threading.Lock()
        self._process = 0

    def nudge(self) -> None:
        self._wanted.set()
        if self._process != os.getpid():  # Threads do not follow into a forked process.
            with self._starting:
                self._start()

    def _start(self) -> None:
        if self._process != os.getpid():
            self._process = os.getpid()
            threading.Thread(target=self._publish_when_wanted, name=f"nudge {self._task}", daemon=True).start()

    def _publish_when_wanted(self) -> None:
        pause = threading.Event()
        while self._wanted.wait():
            self._wanted.clear()
            publish(self._task)
            pause.wait(COALESCE_SECONDS)


def publish(task: str) -> None:
    try:
        current_app.send_task(task)
    except Exception as error:  # Whatever the broker says, the beat's sweep comes.
        logger.warning("The broker did not take a nudge: %s", error)


nudge = Nudger(SWEEP).nudge
