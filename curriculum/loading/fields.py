"""Reading the fields of a content file, and saying which one is wrong."""

import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

import yaml
from django.conf import settings
from django.utils.translation import gettext as _

from curriculum.loading.typography import typeset

LANGUAGES = [code for code, _name in settings.LANGUAGES]
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
NAME = re.compile(r"[a-z0-9]+(?:_[a-z0-9]+)*")
LESSON_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*/[a-z0-9]+(?:-[a-z0-9]+)*")


class Fields:
    """One mapping of a file. Every complaint names the file and the field, and all of them are collected."""

    def __init__(self, where: str, given: Any, complaints: list[str]) -> None:
        self.where, self.complaints = where, complaints
        self.left: dict[str, Any] = dict(given) if isinstance(given, Mapping) else {}
        if not isinstance(given, Mapping):
            self.complain("", _("expected fields with values, not %s") % kind(given))

    def complain(self, field: str, problem: str) -> None:
        self.complaints.append(f"{self.where}: {field}: {problem}" if field else f"{self.where}: {problem}")

    def take(self, field: str, expected: str, fits: Callable[[Any], bool], otherwise: Any, *, needed: bool) -> Any:
        value = self.left.pop(field, None)
        if value is None or (isinstance(value, str) and not value.strip()):
            if needed:
                self.complain(field, _("is missing"))
            return otherwise
        if not fits(value):
            self.complain(
                field, _("expected %(expected)s, not %(found)s") % {"expected": expected, "found": kind(value)}
            )
            return otherwise
        return value

    def words(self, field: str, longest: int | None = None, *, needed: bool = True) -> str:
        value = self.take(field, _("text"), lambda found: isinstance(found, str), "", needed=needed)
        words = typeset(" ".join(value.split()))
        if longest is not None and len(words) > longest:
            told = _("%(count)s characters, at most %(longest)s fit")
            self.complain(field, told % {"count": len(words), "longest": longest})
        return words

    def sign(self, field: str) -> str:
        """A few characters that stand by a number."""
        given = str(
            self.take(field, _("a sign such as $"), lambda found: isinstance(found, str), "", needed=False)
        ).strip()
        if len(given) > 12:
            self.complain(field, _("more than 12 characters do not fit beside a number"))
        return given

    def number(self, field: str, lowest: int = 1, highest: int = 999) -> int:
        def fits(found: Any) -> bool:
            return isinstance(found, int) and not isinstance(found, bool) and lowest <= found <= highest

        expected = _("a whole number from %(lowest)s to %(highest)s") % {"lowest": lowest, "highest": highest}
        return int(self.take(field, expected, fits, lowest, needed=True))

    def one_of(self, field: str, allowed: list[str]) -> str:
        expected = _("one of %s") % ", ".join(allowed)
        return str(self.take(field, expected, lambda found: found in allowed, allowed[0], needed=True))

    def flag(self, field: str) -> bool:
        return bool(self.take(field, _("true or false"), lambda found: isinstance(found, bool), False, needed=False))

    def named(self, field: str, pattern: re.Pattern[str] = SLUG) -> str:
        """A short name that addresses and answers are kept by."""
        value = self.words(field, 60)
        if value and not pattern.fullmatch(value):
            self.complain(field, _("expected small letters, digits and hyphens, not “%s”") % value)
        return value

    def keys(self, field: str, pattern: re.Pattern[str] = LESSON_KEY) -> list[str]:
        found = self.list_of(field)
        for place, key in enumerate(found, 1):
            if not isinstance(key, str) or not pattern.fullmatch(key):
                self.complain(f"{field}, no. {place}", _("expected a short name, not %s") % kind(key))
        return [str(key) for key in found]

    def list_of(self, field: str, *, needed: bool = False) -> list[Any]:
        return list(self.take(field, _("a list"), lambda found: isinstance(found, list), [], needed=needed))

    def sentences(self, field: str) -> list[str]:
        found = self.list_of(field)
        for place, sentence in enumerate(found, 1):
            if not isinstance(sentence, str):
                self.complain(
                    f"{field}, no. {place}", _("expected text, not %s; a colon needs quotes") % kind(sentence)
                )
        return [typeset(" ".join(str(sentence).split())) for sentence in found]

    def address(self, field: str) -> str:
        value = str(self.take(field, _("an address"), lambda found: isinstance(found, str), "", needed=False))
        if value and (urlsplit(value).scheme not in ("http", "https") or not urlsplit(value).netloc):
            self.complain(field, _("expected an address that begins with https://, not “%s”") % value)
        return value

    def nothing_else(self) -> None:
        for field in self.left:
            self.complain(str(field), _("is not a field we know"))


def kind(value: Any) -> str:
    return f"“{value}”" if isinstance(value, str | int | float) else type(value).__name__


def said(reason: Exception) -> str:
    if isinstance(reason, yaml.YAMLError):
        mark = getattr(reason, "problem_mark", None)
        line = ", " + _("line %s") % (mark.line + 1) if mark else ""
        return _("is not valid YAML: %s") % f"{getattr(reason, 'problem', reason)}{line}"
    return "is missing" if isinstance(reason, FileNotFoundError) else f"cannot be read: {reason}"
