"""A moment of a recording: where on the web it begins to play there."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

LONGEST = 24 * 60 * 60
YOUTUBE = ("youtube.com", "www.youtube.com", "m.youtube.com", "youtu.be")
YOUTUBE_PLAYER = ("youtube.com", "www.youtube.com", "www.youtube-nocookie.com")
VIMEO = ("vimeo.com", "www.vimeo.com", "player.vimeo.com")
FILES = (".mp4", ".m4v", ".webm", ".ogv", ".mp3", ".m4a")


@dataclass(frozen=True, slots=True)
class Moment:
    second: int
    url: str
    begins_there: bool
    """Else one has to look for the moment oneself."""


def moment_in(recording_url: str, second: int) -> Moment:
    """As YouTube, Vimeo and the Media Fragments of plain files document it; other players begin at the beginning."""
    parts = urlsplit(recording_url)
    host = (parts.hostname or "").lower()
    if host in YOUTUBE_PLAYER and parts.path.startswith("/embed/"):
        parts = parts._replace(query=with_parameter(parts.query, "start", str(second)))
    elif host in YOUTUBE:
        parts = parts._replace(query=with_parameter(parts.query, "t", f"{second}s"))
    elif host in VIMEO:
        parts = parts._replace(fragment=f"t={second}s")
    elif parts.path.lower().endswith(FILES):
        parts = parts._replace(fragment=f"t={second}")
    else:
        return Moment(second, recording_url, begins_there=False)
    return Moment(second, urlunsplit(parts), begins_there=True)


def with_parameter(query: str, name: str, value: str) -> str:
    kept = [(key, said) for key, said in parse_qsl(query, keep_blank_values=True) if key != name]
    return urlencode([*kept, (name, value)])


def second_asked(text: str) -> int | None:
    """What an address says after `?t=`; None for anything that is no second of a recording."""
    is_number = text.isascii() and text.isdecimal() and len(text) < 7
    return int(text) if is_number and int(text) < LONGEST else None
