"""manage.py demo: two programs to look around in. Safe to repeat; refused where real people are served."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from program import clock
from program.local.demo.fill import accounts, fill
from program.local.demo.people import PASSWORD


class Command(BaseCommand):
    help = "Fills two demonstration programs and prints who can sign in."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.HTTPS:
            raise CommandError("The demo has a password everyone knows: it runs only where LINK_SCHEME is http.")
        stories = fill(now=clock.now())
        self.stdout.write(f"Everyone's password is {PASSWORD}")
        for host, email, name in accounts(stories):
            self.stdout.write(f"  {host:<18} {email:<32} {name}")
