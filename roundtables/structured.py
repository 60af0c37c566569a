"""A roundtable as search engines read it: schema.org, as data inside the page."""

import json
from collections.abc import Sequence
from datetime import datetime

from django.utils.safestring import SafeString, mark_safe

from program.mail.links import absolute
from program.models import Program
from roundtables.models import Presenter, Roundtable


def event_data(roundtable: Roundtable, presenters: Sequence[Presenter], program: Program, now: datetime) -> SafeString:
    page = absolute(program, roundtable.get_absolute_url())
    status = "EventCancelled" if roundtable.is_cancelled else "EventScheduled"
    stock = "InStock" if roundtable.is_open(now) and not roundtable.is_full else "SoldOut"
    event = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": str(roundtable),
        "description": roundtable.summary,
        "startDate": roundtable.starts_at.astimezone(roundtable.zone).isoformat(),
        "endDate": roundtable.ends_at.astimezone(roundtable.zone).isoformat(),
        "eventStatus": f"https://schema.org/{status}",
        "eventAttendanceMode": "https://schema.org/OnlineEventAttendanceMode",
        "location": {"@type": "VirtualLocation", "url": page},
        "organizer": {"@type": "Organization", "name": program.name, "url": absolute(program, "/")},
        "performer": [{"@type": "Person", "name": presenter.name} for presenter in presenters],
        "maximumAttendeeCapacity": roundtable.capacity,
        "isAccessibleForFree": roundtable.tier == "free",
        "offers": {"@type": "Offer", "url": page, "availability": f"https://schema.org/{stock}"},
        "url": page,
    }
    text = json.dumps(event, ensure_ascii=False)
    return mark_safe(text.replace("<", "\\u003c").replace("&", "\\u0026"))  # noqa: S308 - cannot end the element
