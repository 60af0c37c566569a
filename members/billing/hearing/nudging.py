"""Asking for a look at the events now, without making anybody wait for the broker."""

from program.mail.nudge import Nudger

nudge = Nudger("members.billing.hearing.tasks.sweep").nudge
