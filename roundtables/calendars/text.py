"""Text as calendars write it (RFC 5545, 3.3.11), whatever somebody typed."""

from unicodedata import category

from icalendar import vText

ESCAPES = str.maketrans({"\\": r"\\", ";": r"\;", ",": r"\,", "\n": r"\n"})


class Words(vText):
    r"""The writer of ours takes a backslash before a capital N for the end of a line: C:\New would break in two."""

    def to_ical(self) -> bytes:
        return speakable(self).translate(ESCAPES).encode()


def speakable(text: str) -> str:
    """Every kind of line break becomes the one that calendars know; no other control character is allowed."""
    lines = "\n".join(text.splitlines())
    return "".join(letter for letter in lines if letter in "\n\t" or category(letter) != "Cc")


def one_line(text: str) -> str:
    """A title, a name: calendars show the first line of what has two."""
    return " ".join(speakable(text).split())


def parameter(text: str) -> str:
    """A name beside an address: double quotes cannot stand there, and few calendars read the way round that."""
    return one_line(text).replace('"', "'")
