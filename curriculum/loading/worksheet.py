"""A lesson's worksheet: the fields a founder fills in."""

from typing import Any

from django.utils.translation import gettext as _

from curriculum.loading.fields import NAME, Fields, kind

KINDS = ["line", "text", "number", "money", "percent", "date", "choice", "check"]


def read_worksheet(lesson: Fields) -> dict[str, Any] | None:
    given = lesson.left.pop("worksheet", None)
    if given is None:
        return None
    fields = Fields(f"{lesson.where}: worksheet", given, lesson.complaints)
    title, intro = fields.words("title", 120), fields.words("intro", 400, needed=False)
    asked = [
        read_field(Fields(f"{fields.where}, field {place}", entry, fields.complaints))
        for place, entry in enumerate(fields.list_of("fields", needed=True), 1)
    ]
    names = [field["name"] for field in asked]
    for twin in sorted({name for name in names if names.count(name) > 1}):
        fields.complain("fields", _("“%s” stands there twice") % twin)
    fields.nothing_else()
    return {"title": title, "intro": intro, "fields": asked}


def read_field(fields: Fields) -> dict[str, Any]:
    field = {
        "name": fields.named("name", NAME),
        "kind": fields.one_of("kind", KINDS),
        "label": fields.words("label", 200),
        "hint": fields.words("hint", 400, needed=False),
        "example": fields.words("example", 600, needed=False),
        "needed": fields.flag("needed"),
        "choices": read_choices(fields),
    }
    if (field["kind"] == "choice") != bool(field["choices"]):
        fields.complain("choices", _("belong to kind: choice, and to no other"))
    fields.nothing_else()
    return field


def read_choices(fields: Fields) -> list[list[str]]:
    found = fields.list_of("choices")
    for place, choice in enumerate(found, 1):
        if not isinstance(choice, list) or len(choice) != 2 or not all(isinstance(part, str) for part in choice):
            fields.complain(f"choices, no. {place}", _("expected [value, words], not %s") % kind(choice))
            return []
        if not NAME.fullmatch(choice[0]):
            fields.complain(
                f"choices, no. {place}", _("the value “%s” needs small letters and underscores") % choice[0]
            )
    return [[str(value), str(words)] for value, words in found]
