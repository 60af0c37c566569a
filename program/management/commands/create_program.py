"""manage.py create_program mitte --name "First Million Mitte" --host mitte.example.org --owner ana@example.org"""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from program import clock
from program.opening import HostTaken, create_program, problems

BRAND = ("language", "time_zone", "currency", "accent", "tagline")


class Command(BaseCommand):
    help = "Opens a program: host, owner, first roundtable. Safe to run twice."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="short name, like mitte")
        parser.add_argument("--name", required=True)
        parser.add_argument("--host", required=True, help="host name it answers on")
        parser.add_argument("--owner", required=True, help="e-mail of its first owner")
        for field in BRAND:
            parser.add_argument(f"--{field.replace('_', '-')}")

    def handle(self, *args: Any, **options: Any) -> None:
        brand = {field: options[field] for field in BRAND if options[field]}
        try:
            opened = create_program(
                options["slug"],
                name=options["name"],
                host=options["host"],
                owner_email=options["owner"],
                now=clock.now(),
                **brand,
            )
        except HostTaken as error:
            raise CommandError(f"The host {error} belongs to another program.") from None
        except ValidationError as error:
            raise CommandError("\n".join(problems(error))) from None
        word = "is open" if opened.is_new else "was open already; nothing was changed"
        self.stdout.write(f"{opened.program.name} {word}.")
        self.stdout.write(f"{opened.owner.user.email} signs in with a mailed code at /accounts/login/code/")
