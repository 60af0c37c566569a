"""Reports that mail servers write as mails: what could not be delivered (RFC 3464), what was complained of (RFC 5965).

Here they are only read. Anybody can write such a mail: program.mail.believing asks the outbox.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message as Mail
from email.utils import getaddresses

from program.mail.models import Suspension
from program.mail.statuses import nobody_there, status_in

UNSAID = "5.0.0"
"""Some servers put this where a status belongs, and tell the real one beside it."""

COMPLAINTS = {"abuse", "fraud"}
"""Feedback that calls a mail unwanted; there is also "not-spam"."""

type Said = tuple[set[str], Suspension.Cause, str]
"""Addresses it may be about, what became of the mail, the server's own words."""


@dataclass(frozen=True)
class Report:
    """What is said to have become of the mail with this Message-ID."""

    message_id: str
    addresses: frozenset[str]
    cause: Suspension.Cause
    detail: str


def reports_in(content: bytes) -> list[Report]:
    """Mostly one, or none: delays, automatic answers and other mails say nothing of lasting worth."""
    try:
        return list(reports_of(message_from_bytes(content)))
    except RecursionError:  # A mail within a mail within a mail, to annoy.
        return []


def reports_of(mail: Mail) -> Iterator[Report]:
    if mail.get_content_type() != "multipart/report" or not mail.is_multipart():
        return
    parts = {part.get_content_type(): part for part in inner(mail)}
    original = original_of(parts)
    for addresses, cause, detail in (*failures(parts), *complaints(parts, original)):
        yield Report(text(original, "Message-ID"), frozenset(addresses), cause, detail)


def inner(mail: Mail | None) -> list[Mail]:
    payload = mail.get_payload() if mail is not None and mail.is_multipart() else []
    return [part for part in payload if isinstance(part, Mail)]


def text(mail: Mail, name: str) -> str:
    return str(mail.get(name, "")).strip()


def original_of(parts: Mapping[str, Mail]) -> Mail:
    """The mail that was returned, whole or its headers only."""
    for whole in inner(parts.get("message/rfc822")):
        return whole
    headers = parts.get("text/rfc822-headers")
    content = headers.get_payload(decode=True) if headers is not None else b""
    return message_from_bytes(content if isinstance(content, bytes) else b"")


def failures(parts: Mapping[str, Mail]) -> Iterator[Said]:
    """The first block is about the mail; each other one about a recipient."""
    for block in inner(parts.get("message/delivery-status")):
        words = text(block, "Diagnostic-Code")
        if text(block, "Action").lower() == "failed" and nobody_there(status_of(block, words)):
            fields = (text(block, "Original-Recipient"), text(block, "Final-Recipient"))
            addresses = {field.rpartition(";")[2].strip(" <>").lower() for field in fields}
            yield addresses, Suspension.Cause.BOUNCED, words or text(block, "Status")


def status_of(block: Mail, words: str) -> str:
    status = status_in(text(block, "Status"))
    return status_in(words) or status if status == UNSAID else status


def complaints(parts: Mapping[str, Mail], original: Mail) -> Iterator[Said]:
    """Some services leave out whose complaint it was: then only the mail itself can tell."""
    for fields in inner(parts.get("message/feedback-report")):
        if (kind := text(fields, "Feedback-Type").lower()) in COMPLAINTS:
            said = [*fields.get_all("Original-Rcpt-To", []), text(original, "To")]
            addresses = {address.lower() for _, address in getaddresses([str(value) for value in said])}
            yield addresses, Suspension.Cause.COMPLAINED, f"{kind}, {text(fields, 'User-Agent')}".rstrip(", ")
