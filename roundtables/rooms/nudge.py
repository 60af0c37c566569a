"""Asking for a sweep of the rooms now, as the outbox asks for its own."""

from program.mail.nudge import Nudger

nudge = Nudger("roundtables.rooms.tasks.sweep").nudge
