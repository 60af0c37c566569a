"""Asking for a sweep now, without making staff wait for the broker; when it is away, the beat's sweep comes."""

import logging
import threading

from celery import current_app

logger = logging.getLogger(__name__)

SWEEP = "roundtables.rooms.tasks.sweep"


def nudge() -> None:
    threading.Thread(target=publish, name="room-nudge", daemon=True).start()


def publish() -> None:
    try:
        current_app.send_task(SWEEP)
    except Exception as error:  # Whatever the broker says, the beat's sweep comes.
        logger.warning("The broker did not take a nudge: %s", error)
