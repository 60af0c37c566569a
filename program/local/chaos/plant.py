"""Puts into the database what a scenario begins with, by First Million's own actions where they matter.

python -m program.local.chaos.plant reminders chaos TABLES PEOPLE SPREAD UNTIL_FIRST    the last two in seconds
python -m program.local.chaos.plant members silent PEOPLE    who can register, signed in
"""

import json
import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import django
from django.conf import settings


def reminders(slug: str, tables: int, people: int, spread: int, until_first: float) -> dict[str, Any]:
    """Everybody has a seat at each of the tables; each table's reminder is due an hour before it starts."""
    from program import clock
    from program.local.chaos import stage
    from program.tenancy.scope import program_scope
    from roundtables import notices
    from roundtables.models import Registration

    now, program = clock.now(), stage.make_program(slug)
    crowd = stage.make_people(program, people)
    first_due = now + timedelta(seconds=until_first)
    for place in range(tables):
        starts_at = first_due + timedelta(hours=1, seconds=spread * place / tables)
        table = stage.make_table(program, 100 + place, capacity=people, seats_taken=people, starts_at=starts_at)
        with program_scope(program.pk):
            rows = [Registration(roundtable=table, state="seat", seated_at=now) for _ in crowd]
            for row, person in zip(rows, crowd, strict=True):
                row.person = person
            Registration.objects.bulk_create(rows)
            notices.plan_again(table, now=now)
    cookie = signed_in(program, crowd[0])
    return {
        "program_id": program.pk,
        "host": f"{slug}.localhost",
        "first_due": first_due.timestamp(),
        "cookie": cookie,
    }


def members(slug: str, people: int) -> dict[str, Any]:
    from program.local.chaos import stage

    program = stage.make_program(slug)
    stage.make_table(program, 100, capacity=people)
    crowd = stage.make_members(program, people)
    return {
        "program_id": program.pk,
        "host": f"{slug}.localhost",
        "cookies": [signed_in(program, one) for one in crowd],
    }


def signed_in(program: Any, member: Any) -> str:
    """A browser's cookie."""
    from django.test import Client

    browser = Client(headers={"host": f"{program.slug}.localhost"})
    browser.force_login(member.user)
    return f"{settings.SESSION_COOKIE_NAME}={browser.cookies[settings.SESSION_COOKIE_NAME].value}"


def main(what: str, slug: str, *numbers: str) -> None:
    django.setup()
    plants: dict[str, Callable[..., dict[str, Any]]] = {"reminders": reminders, "members": members}
    found = plants[what](slug, *map(int, numbers))
    print(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
