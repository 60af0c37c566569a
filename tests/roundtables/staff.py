"""Pages of the staff, asked for and sent as a browser does."""

import re
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from members.models import Membership
from program import clock
from program.tenancy.scope import program_scope
from roundtables.models import Roundtable, Series
from roundtables.seating import seats
from tests.cast import Cast

ROUNDTABLES = "/admin/roundtables/roundtable/"
REGISTRATIONS = "/admin/roundtables/registration/"
NO_LINES = {f"{name}-{what}_FORMS": "0" for name in ("agenda", "presenters") for what in ("TOTAL", "INITIAL")}
TAG = re.compile(r"<[^>]+>")


def page(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path, secure=True, follow=True)
    assert answer.status_code == status, answer
    return str(answer.content.decode())


def send(client: Client, path: str, form: dict[str, Any]) -> str:
    return str(client.post(path, form, secure=True, follow=True).content.decode())


def words(html: str) -> str:
    return " ".join(TAG.sub(" ", html).split())


def asked(client: Client, path: str) -> int:
    """How many questions the page asks the database."""
    page(client, path)
    with CaptureQueriesContext(connection) as queries:
        page(client, path)
    return len([query for query in queries.captured_queries if query["sql"].startswith("SELECT")])


def weekly(**fields: Any) -> Series:
    """Thursdays at eight in Los Angeles."""
    told = {"weekday": 3, "local_time": "08:00", "time_zone": "America/Los_Angeles", "capacity": 80, **fields}
    series = Series.objects.create(name="Weekly", **told)
    series.refresh_from_db()
    return series


def register(cast: Cast, table: Roundtable, *members: Membership) -> None:
    with program_scope(cast.a.pk):
        for member in members:
            seats.register(table, member, now=clock.now())


def form_of(table: Roundtable, **changed: str) -> dict[str, str]:
    """The roundtable's form as the page shows it, with some of it changed."""
    wall = table.starts_at.astimezone(table.zone)
    minutes = int(table.duration.total_seconds() // 60)
    shown = {
        "number": table.number, "series": table.series_id or "", "format": table.format_id or "", "title": table.title,
        "edition": table.edition, "summary": table.summary, "host_name": table.host_name, "date": f"{wall:%Y-%m-%d}",
        "time": f"{wall:%H:%M}", "minutes": minutes, "time_zone": table.time_zone, "state": table.state,
        "tier": table.tier, "capacity": table.capacity, "offer_hours": table.offer_hours, "takes_guests": "on",
        "confirm_hours": table.confirm_hours or "", "reminders": table.reminders, "room_url": table.room_url,
        "recording_url": table.recording_url, "recording_tier": table.recording_tier, "applies_to": "this",
    }  # fmt: skip
    return {**{name: str(value) for name, value in shown.items()}, **NO_LINES, **changed}
