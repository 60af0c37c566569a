"""What a mail service says became of a mail, in django-anymail's words.

Those words call a full mailbox or a refused text "bounced", too. So the mail server's own status decides where
the service passes it on; where it does not, the service itself has to call the bounce a hard one.
"""

from typing import Any

from anymail.signals import AnymailTrackingEvent, EventType, RejectReason

from program.mail.models import Suspension
from program.mail.statuses import nobody_there, status_in
from program.mail.suspending import suspend

CALLED_HARD = {"event": "hard_bounce", "Type": "HardBounce", "hard_bounce": True}
"""How Brevo, Postmark and Mailjet say so, each in a field of its own."""


def heard(sender: Any, event: AnymailTrackingEvent, esp_name: str, **kwargs: Any) -> None:
    """Listens to every report; most say that a mail arrived or was opened, and are not for us."""
    cause = cause_in(event)
    if cause and event.recipient:
        suspend(event.recipient, cause, f"{esp_name}: {event.mta_response or event.description or cause.label}")


def cause_in(event: AnymailTrackingEvent) -> Suspension.Cause | None:
    if event.event_type == EventType.COMPLAINED:
        return Suspension.Cause.COMPLAINED
    if event.event_type == EventType.BOUNCED and is_hard(event):
        return Suspension.Cause.BOUNCED
    return None


def is_hard(event: AnymailTrackingEvent) -> bool:
    if status := status_in(event.mta_response or event.description or ""):
        return nobody_there(status)
    if event.reject_reason == RejectReason.INVALID:
        return True
    fields = event.esp_event if isinstance(event.esp_event, dict) else {}
    is_called_hard = any(fields.get(name) == word for name, word in CALLED_HARD.items())
    return event.reject_reason == RejectReason.BOUNCED and is_called_hard
