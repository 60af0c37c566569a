"""Reads calendar files as others would: byte by byte, and with vobject, a parser that is not their writer."""

from typing import Any

import vobject
from django.test import Client


def read(content: bytes) -> Any:
    """The calendar, after everything RFC 5545 asks of its bytes and of what must be there exactly once."""
    assert broken_lines(content) == []
    calendar = vobject.readOne(content.decode())
    calendar.validate(raiseException=True)
    return calendar


def calendar_at(phone: Client, path: str) -> Any:
    answer = phone.get(path, secure=True)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return read(answer.content)


def event_in(content: bytes) -> Any:
    (event,) = read(content).vevent_list
    return event


def broken_lines(content: bytes) -> list[bytes]:
    """Lines longer than 75 octets, cut inside of a letter, or not ended by CRLF."""
    assert content.endswith(b"\r\n")
    return [line for line in content.split(b"\r\n") if len(line) > 75 or b"\n" in line or b"\r" in line or cut(line)]


def cut(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return True
    return False


def says(event: Any, name: str) -> str:
    """A property's value; "" where there is none."""
    return str(event.getChildValue(name, ""))
