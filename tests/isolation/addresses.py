"""Every address the site knows, filled with the ids of another program's rows."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RegexPattern, RoutePattern

from tests.isolation.canaries import Canaries

PARAMETER = re.compile(r"<(?:(?P<converter>[^>:]+):)?(?P<name>\w+)>")
ADMIN_OBJECT = re.compile(r"^admin/(?P<app>\w+)/(?P<model>\w+)/")
SHARED = {
    "module": "canary",
    "lesson": "canary",
    "heading": "validation",
    "accent": "14532d",
    "language": "en",
    "who": "premium",
}
"""Values that name something all programs have: such a page may answer 200."""

OF_EVERYONE = ("accounts/", "admin/curriculum/module/", "admin/curriculum/lesson/<path:")
"""A person's own account, and the curriculum all programs share."""

REGEX_SAMPLES = {
    r"^brand/(?P<accent>[0-9a-f]{6})\.css$": "brand/14532d.css",
    r"^brand/(?P<name>logo-\w+\.(?:png|jpg|webp))$": "brand/logo-0123456789abcdef.png",
    r"^confirm-email/(?P<key>[-:\w]+)/$": "confirm-email/MTI:abc:def/",
    r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": "password/reset/key/1-set-password/",
    r"(?P<url>.*)$": "no-such-page",
}


@dataclass(frozen=True)
class Address:
    pattern: str
    path: str
    names_a_row: bool
    """True when a part of the path is the id of a row of the other program."""


def addresses(target: Canaries) -> Iterator[Address]:
    for pattern in patterns(get_resolver().url_patterns, ""):
        yield filled(pattern, target)


def patterns(found: list[Any], prefix: str) -> Iterator[str]:
    for entry in found:
        own = prefix + piece(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry.url_patterns, own)
        elif isinstance(entry, URLPattern):
            yield own


def piece(pattern: Any) -> str:
    if isinstance(pattern, RoutePattern):
        return str(pattern._route)  # type: ignore[attr-defined]
    assert isinstance(pattern, RegexPattern)
    text = str(pattern._regex)  # type: ignore[attr-defined]
    if text.startswith("^(?P<app_label>"):
        return "members/"
    return REGEX_SAMPLES[text] if "(" in text else text.strip("^$")


def filled(pattern: str, target: Canaries) -> Address:
    owned: list[str] = []

    def value(match: re.Match[str]) -> str:
        name = match["name"]
        if name in SHARED:
            return SHARED[name]
        owned.append(name)
        return str(foreign(name, pattern, target))

    path = PARAMETER.sub(value, pattern)
    of_everyone = pattern.startswith(OF_EVERYONE)
    return Address(pattern, f"/{path}", bool(owned) and not of_everyone)


def foreign(name: str, pattern: str, target: Canaries) -> object:
    """What stands for this parameter; a new one must be taught here."""
    admin = ADMIN_OBJECT.match(pattern)
    if name == "name" and "picture_id" in pattern:
        return f"{target.word}.png"
    if name in ("object_id", "pk") and admin:
        return target.ids.get(admin["model"], 1)
    if name == "code" and pattern.startswith("badges/"):
        return target.tokens["badges/"]
    if pattern.startswith("premium/") and name in ("key", "number"):
        return target.tokens["premium/"] if name == "key" else 1
    known: dict[str, object] = {
        "object_id": target.ids["venture"],
        "content_type_id": content_type_id(),
        "number": 7_001,
        "code": target.code,
        "token": next((token for start, token in target.tokens.items() if pattern.startswith(start)), "forged-token"),
        "pk": target.ids["invitelink"],
        "ref": -target.ids["ownlesson"],
        "picture_id": target.ids["picture"],
        "invite_id": target.ids["invitelink"],
        "question_id": target.ids["question"],
        "founder_id": target.ids["founder"],
        "message_id": target.ids["message"],
        "comment_id": target.ids["worksheetcomment"],
        "app_label": "members",
        "provider_id": "linkedin",
        "slug": "b",
        "name": "x.eml",
    }
    return known[name]


def content_type_id() -> int:
    from django.contrib.contenttypes.models import ContentType

    return int(ContentType.objects.get_for_model(apps.get_model("members", "Venture")).pk)
