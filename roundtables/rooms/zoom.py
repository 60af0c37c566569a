"""Zoom: a meeting is made in the program's own account for every roundtable, and everybody joins by its link.

Scopes of the app: meeting:write:meeting:admin, meeting:update:meeting:admin, meeting:delete:meeting:admin and
meeting:read:list_meetings:admin.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from typing import Any
from urllib.parse import quote

from roundtables.rooms.meeting import Meeting
from roundtables.rooms.provider import Made, NoRoom, Provider, ProviderFailed, Wanted
from roundtables.rooms.zoom_client import ZoomClient
from roundtables.schedule.roundtable import Roundtable
from roundtables.seating.registration import Registration

SCHEDULED = 2
NO_REGISTRATION = 2
NOT_FOUND = 404
MOST_PAGES = 20
LISTED = 250
"""Characters of an agenda that Zoom's list shows."""


@dataclass(frozen=True)
class Zoom(Provider):
    account_id: str = ""
    client_id: str = ""
    client_secret: str = ""
    host: str = ""
    records: bool = False
    program_id: int = 0

    keeps_meetings = True

    def address_for(self, registration: Registration, roundtable: Roundtable, meeting: Meeting | None) -> str:
        """The link that Zoom gave when the meeting was made: nobody at the door waits for Zoom's servers."""
        if meeting is None or not meeting.join_url:
            raise NoRoom(f"Zoom has no meeting yet: {meeting.last_error if meeting else 'it was not asked'}")
        return meeting.join_url

    def make(self, wanted: Wanted) -> Made:
        """Zoom knows no idempotency keys, so a meeting whose birth we did not hear of is looked for by its page."""
        left_behind = self._left_behind(wanted)
        if left_behind:
            self.change(left_behind.external_id, wanted)
            return left_behind
        return made_of(self.client.ask("POST", self._meetings, body=self.told(wanted)) or {})

    def change(self, external_id: str, wanted: Wanted) -> bool:
        path = f"/meetings/{quote(external_id, safe='')}"
        return self.client.ask("PATCH", path, body=self.told(wanted), gone=(NOT_FOUND,)) is not None

    def remove(self, external_id: str) -> None:
        params = {"schedule_for_reminder": "false"}
        self.client.ask("DELETE", f"/meetings/{quote(external_id, safe='')}", params=params, gone=(NOT_FOUND,))

    @property
    def client(self) -> ZoomClient:
        if not (self.account_id and self.client_id and self.client_secret and self.host):
            raise ProviderFailed("Zoom is not set up.", is_final=True)
        return ZoomClient(self.program_id, self.account_id, self.client_id, self.client_secret)

    @property
    def _meetings(self) -> str:
        return f"/users/{quote(self.host, safe='@')}/meetings"

    def told(self, wanted: Wanted) -> dict[str, Any]:
        return {
            "topic": wanted.topic[:200],
            "type": SCHEDULED,
            "start_time": wanted.starts_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "duration": wanted.minutes,
            "timezone": wanted.time_zone,
            "agenda": wanted.page,
            "settings": {
                "join_before_host": True,  # The doors open a quarter of an hour before, whoever comes first.
                "waiting_room": False,
                "approval_type": NO_REGISTRATION,
                "auto_recording": "cloud" if self.records else "none",
            },
        }

    def _left_behind(self, wanted: Wanted) -> Made | None:
        found = (row for row in self._listed() if isinstance(row, dict))
        return next((made_of(row) for row in found if row.get("agenda") == wanted.page[:LISTED]), None)

    def _listed(self) -> Iterator[Any]:
        """The host's coming meetings, page by page."""
        params = {"type": "upcoming", "page_size": "300"}
        for _page in range(MOST_PAGES):
            told = self.client.ask("GET", self._meetings, params=params) or {}
            rows = told.get("meetings")
            yield from rows if isinstance(rows, list) else []
            if not told.get("next_page_token"):
                return
            params["next_page_token"] = str(told["next_page_token"])


def made_of(told: dict[str, Any]) -> Made:
    external_id, join_url = str(told.get("id", "")), str(told.get("join_url", ""))
    if not (external_id.isascii() and external_id.isdigit() and join_url.startswith("https://")):
        raise ProviderFailed("Zoom made a meeting without a number or a link.")
    return Made(external_id[:40], join_url[:1000])
