"""The demonstration's roundtables: four weeks behind, five ahead, and always more ahead on a later run."""

from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from members.models import Membership
from program import clock
from roundtables.models import AgendaItem, Format, Presenter, Registration, Roundtable, Series
from roundtables.schedule.format import make_formats
from roundtables.schedule.scheduling import instant, next_date, next_free_date, next_number

BEHIND, AHEAD = 4, 5


def fill_roundtables(story: dict[str, Any], members: list[Membership], *, now: datetime) -> None:
    make_formats()
    series = _series(story["series"])
    known = Roundtable.objects.count()
    missing = AHEAD - Roundtable.objects.upcoming(now).count() if known else BEHIND + AHEAD
    running = now - timedelta(minutes=series.duration_minutes)  # One that runs right now is not behind us.
    first = next_free_date(series, now) if known else next_date(series, running) - timedelta(weeks=BEHIND)
    number = next_number() if known else story["first_number"]
    for step in range(missing):
        on = first + timedelta(weeks=step)
        _table(series, number + step, on, story=story, members=members, now=now)


def _series(fields: dict[str, Any]) -> Series:
    usual = Format.objects.get(slug="roundtable")
    defaults = {**fields, "format": usual, "local_time": time.fromisoformat(fields["local_time"])}
    return Series.objects.get_or_create(name=fields["name"], defaults=defaults)[0]


def _table(
    series: Series,
    number: int,
    on: date,
    *,
    story: dict[str, Any],
    members: list[Membership],
    now: datetime,
) -> None:
    told = story["roundtables"][(number - story["first_number"]) % len(story["roundtables"])]
    starts_at = instant(on, series.local_time, clock.ZoneInfo(series.time_zone))
    ends_at = starts_at + timedelta(minutes=series.duration_minutes)
    is_past = ends_at <= now
    state = told.get("state", "open") if not is_past else "open"
    turn = number - story["first_number"]
    capacity = 12 if turn == BEHIND + 1 else series.capacity  # One is full, with a waiting list.
    table = Roundtable.objects.create(
        series=series,
        format=Format.objects.get(slug=told.get("format", "roundtable")),
        number=number,
        edition=story["editions"].get(number, ""),
        title=told["title"],
        summary=told["summary"],
        host_name=story["accounts"]["coach"]["name"],
        starts_at=starts_at,
        ends_at=ends_at,
        time_zone=series.time_zone,
        capacity=capacity,
        tier=told.get("tier", "free"),
        state=state,
        room_url=f"https://meet.example.org/{story['program']['slug']}-{number}",
        recording_url=f"https://video.example.org/{number}" if is_past and turn != BEHIND - 1 else "",
        recording_published_at=ends_at if is_past and turn != BEHIND - 1 else None,
    )
    _program_of(table, story["agendas"][told.get("format", "roundtable")], told.get("presenters", []))
    if state == Roundtable.State.OPEN:
        _seat(table, members, now=now, is_past=is_past)


def _program_of(table: Roundtable, agenda: list[list[Any]], presenters: list[list[str]]) -> None:
    """What happens there, and who speaks."""
    AgendaItem.objects.bulk_create(
        AgendaItem(roundtable=table, position=place, title=title, minutes=minutes)
        for place, (title, minutes) in enumerate(agenda)
    )
    Presenter.objects.bulk_create(
        Presenter(roundtable=table, position=place, name=name, venture=venture, country=country)
        for place, (name, venture, country) in enumerate(presenters)
    )


def _seat(table: Roundtable, members: list[Membership], *, now: datetime, is_past: bool) -> None:
    """A plausible crowd, the same on every machine; the accounts one signs in with stay free to register."""
    chance = Random(table.number)  # noqa: S311 - it seats made-up people
    crowd = [member for member in members if member.role == "member"][1:]
    guests = chance.sample(crowd, k=min(len(crowd), chance.randint(14, 40)))
    seated = guests[: table.capacity]
    rows = [
        Registration(
            roundtable=table,
            membership=member,
            state="seat" if member in seated else "waiting",
            queued_at=min(now, table.starts_at) - timedelta(hours=100 - place),
            seated_at=min(now, table.starts_at) - timedelta(hours=100 - place) if member in seated else None,
            attended_at=table.starts_at if is_past and chance.random() < 0.7 else None,
        )
        for place, member in enumerate(guests)
    ]
    Registration.objects.bulk_create(rows)
    Roundtable.objects.filter(pk=table.pk).update(seats_taken=len(seated))
