"""A roundtable as search engines read it: schema.org, as data inside the page."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from program.mail.links import absolute
from program.models import Program
from roundtables.models import Presenter, Roundtable

SCHEMA = "https://schema.org"

AVAILABILITY = {
    "save_the_date": "PreOrder",
    "open": "InStock",
    "full": "SoldOut",
    "closed": "OutOfStock",
    "live": "OutOfStock",
    "ended": "OutOfStock",
    "recorded": "OutOfStock",
    "cancelled": "Discontinued",
}
"""What may be had now, by the phase of the roundtable. One that is live takes people in while it is open."""


def event_data(
    roundtable: Roundtable, presenters: Sequence[Presenter], program: Program, now: datetime, *, image: str
) -> SafeString:
    page = absolute(program, roundtable.get_absolute_url())
    status = "EventCancelled" if roundtable.is_cancelled else "EventScheduled"
    event = {
        "@context": SCHEMA,
        "@type": "Event",
        "name": str(roundtable),
        "description": roundtable.summary,
        "image": image,
        "startDate": roundtable.starts_at.astimezone(roundtable.zone).isoformat(),
        "endDate": roundtable.ends_at.astimezone(roundtable.zone).isoformat(),
        "eventStatus": f"{SCHEMA}/{status}",
        "eventAttendanceMode": f"{SCHEMA}/OnlineEventAttendanceMode",
        "location": {"@type": "VirtualLocation", "url": page},
        "organizer": {"@type": "Organization", "name": program.name, "url": absolute(program, "/")},
        "performer": [performer(presenter) for presenter in presenters],
        "maximumAttendeeCapacity": roundtable.capacity,
        "isAccessibleForFree": roundtable.tier == "free",
        "offers": {"@type": "Offer", "url": page, "availability": f"{SCHEMA}/{availability(roundtable, now)}"},
        "url": page,
    }
    text = json.dumps(event, ensure_ascii=False)
    return mark_safe(text.replace("<", "\\u003c").replace("&", "\\u0026"))  # noqa: S308 - cannot end the element


def availability(roundtable: Roundtable, now: datetime) -> str:
    if roundtable.is_open(now):
        return "SoldOut" if roundtable.is_full else "InStock"
    return AVAILABILITY[roundtable.phase_at(now)]


def performer(presenter: Presenter) -> dict[str, Any]:
    person: dict[str, Any] = {"@type": "Person", "name": presenter.name}
    if presenter.venture:
        person["worksFor"] = {"@type": "Organization", "name": presenter.venture}
    return person
