"""manage.py bench: requests and seats per second, side by side. `make bench` runs it on throw-away services."""

import os
from argparse import ArgumentParser
from contextlib import ExitStack
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import ProgrammingError

from program.local.bench import hot_row
from program.local.bench.measure import Effort, measure
from program.local.bench.prepare import migrate, prepare
from program.local.bench.sites import can_pin, served
from program.local.bench.table import table
from program.local.progress import StepError
from program.models import Program


class Command(BaseCommand):
    help = "Measures our pages beside plain Django's, and seats on one hot row. See docs/performance.md."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--only", choices=["pages", "seats"], default="", help="one of the two parts")
        parser.add_argument(
            "--seconds",
            type=float,
            default=1.0,
            help="of each page, and of each way to take a seat, in each round (1)",
        )
        parser.add_argument("--rounds", type=int, default=7, help="medians are taken over them (7)")
        parser.add_argument("--connections", type=int, default=8, help="that ask at the same time (8)")
        parser.add_argument("--threads", type=int, default=2, help="of each worker process (2)")

    def handle(self, *, only: str, seconds: float, rounds: int, **options: Any) -> None:
        refuse_real_data()
        try:
            if only in ("", "pages"):
                self.pages(Effort(seconds, rounds, options["connections"]), options["threads"])
            if only in ("", "seats"):
                self.seats(seconds, rounds)
        except StepError as reason:
            raise CommandError(str(reason)) from reason

    def pages(self, effort: Effort, threads: int) -> None:
        sites, targets = prepare(settings.OWNER_DATABASE_URL)
        with ExitStack() as running:
            serving = {site.name: running.enter_context(served(site, threads)) for site in sites}
            measured = measure(targets, serving, effort, tell=self.tell)
        pinned = "a core for the server, another for the load" if can_pin() else "not pinned to cores"
        self.stdout.write(
            f"\nOne worker process with {threads} threads each; {effort.connections} connections; {pinned};\n"
            f"medians of {effort.rounds} rounds of {effort.seconds:g} s; queries the first time / the second time.\n"
        )
        self.stdout.write("\n".join(table(measured)))
        if any(one.error for one in measured):
            raise CommandError("Where there is no figure, the answer was not the page that was meant.")

    def seats(self, seconds: float, rounds: int) -> None:
        env = {**os.environ, "DJANGO_SETTINGS_MODULE": "program.settings", "LOG_LEVEL": "WARNING"}
        migrate(env, settings.OWNER_DATABASE_URL)
        taken = hot_row.measure(env, seconds, rounds, tell=self.tell)
        self.stdout.write("\n" + "\n".join(hot_row.table(taken)))

    def tell(self, number: int) -> None:
        self.stdout.write(f"  round {number}" if number else "  warm-up")


def refuse_real_data() -> None:
    """The demonstration is filled in, with a password that everyone knows."""
    if not settings.OWNER_DATABASE_URL:
        raise CommandError("DATABASE_OWNER_URL: required, to make a database for the plain site.")
    try:
        is_real = Program.objects.filter(is_demo=False).exists()
    except ProgrammingError:  # Nothing was migrated yet.
        return
    if is_real:
        raise CommandError("This database serves a program: run `make bench`, which starts its own.")
