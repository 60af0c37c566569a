"""manage.py read_bounce < mail: whoever receives the mails that come back pipes each of them in here."""

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.db import OperationalError

from program.mail.believing import believe
from program.mail.bounce_reports import reports_in

LARGEST = 10_000_000
"""Bytes; what tells something stands well before."""

COME_AGAIN = 75
"""What sysexits.h calls a temporary failure: the mail server keeps the mail and tries later."""


class Command(BaseCommand):
    help = (
        "Reads one mail from standard input; suspends the address that it says does not exist or does not want mail."
    )
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            found = [(believe(report), report.cause) for report in reports_in(sys.stdin.buffer.read(LARGEST))]
        except OperationalError as reason:
            self.stderr.write(f"The database does not answer: {reason}")
            sys.exit(COME_AGAIN)
        suspended = [f"{address}: {cause}" for address, cause in found if address]
        self.stdout.write("\n".join(suspended) or "Nothing in it about a mail of ours.")
