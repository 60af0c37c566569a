"""What a mail server's refusal means, by its enhanced status code (RFC 3463).

The three digits before it do not tell: 550 is said of a mailbox that does not exist and of a mail
that is not liked. So a refusal without an enhanced code says nothing about the address.
"""

import re

STATUS = re.compile(r"(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?!\.?\d)")
"""A part of an address like 5.1.1.9 is none."""

NOBODY_THERE = frozenset(
    {
        "5.1.1",  # no such mailbox
        "5.1.2",  # no such domain
        "5.1.3",  # no address at all
        "5.1.6",  # moved away, and nobody knows where to
        "5.1.10",  # the domain says that it takes no mail
        "5.2.1",  # the mailbox is closed
    }
)
"""Not among them: 5.1.7 and 5.1.8 (our own address is wrong), 5.2.2 (full), 5.4.x (the way), 5.7.x (policy)."""


def status_in(text: str) -> str:
    """The first enhanced status code in a server's words, or nothing."""
    found = STATUS.search(text)
    return found[0] if found else ""


def nobody_there(status: str) -> bool:
    """Whether no later mail to this address can arrive either."""
    return status in NOBODY_THERE
