"""Answers as they are kept: by the field's name, numbers like 1234.50, dates like 2026-11-26.

What could not be read stays as it was typed: {"typed": "about five"}. It counts as not filled in.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from babel.dates import format_date
from django.utils.translation import gettext as _

from curriculum.worksheets.kinds import NUMBERS, TICKED
from curriculum.worksheets.numbers import decimal_of, write_number
from program.clock import locale_code
from program.money import money

type Answer = str | dict[str, str]
type Answers = dict[str, Answer]
type Field = dict[str, Any]


def unread(typed: str) -> Answer:
    return {"typed": typed}


def is_filled(answer: Answer | None) -> bool:
    return isinstance(answer, str) and bool(answer.strip())


def typed(field: Field, answer: Answer | None) -> str:
    """As it stands in its control."""
    if isinstance(answer, dict):
        return answer["typed"]
    return write_number(answer or "") if field["kind"] in NUMBERS else answer or ""


def told(field: Field, answer: Answer | None, currency: str) -> str:
    """As it is read, in the reader's language."""
    if not isinstance(answer, str) or not answer:
        return typed(field, answer)
    kind = field["kind"]
    if kind in NUMBERS:
        number = decimal_of(answer)
        return answer if number is None else told_number(kind, number, answer, currency)
    if kind == "date":
        return told_date(answer)
    if kind == "choice":
        return str(dict(field.get("choices") or []).get(answer, answer))
    if kind == "check":
        return _("yes") if answer == TICKED else answer
    return answer


def told_number(kind: str, number: Decimal, kept: str, currency: str) -> str:
    if kind == "money":
        return money(number, currency)
    return f"{write_number(kept)}%" if kind == "percent" else write_number(kept)


def told_date(kept: str) -> str:
    try:
        return str(format_date(date.fromisoformat(kept), "long", locale=locale_code()))
    except ValueError:
        return kept


def changed_between(before: Answers, after: Answers) -> list[str]:
    """Names of the fields whose answer is another; an empty answer and none are the same."""
    names = dict.fromkeys([*before, *after])
    return [name for name in names if (before.get(name) or "") != (after.get(name) or "")]


def asked_snapshot(fields: list[Field], before: list[Field], answers: Answers) -> list[Field]:
    """What a version remembers of its questions; also of those that are asked no longer, where they were answered."""
    kept = [{key: field.get(key) for key in ("name", "kind", "label", "needed", "choices")} for field in fields]
    known = {field["name"] for field in fields}
    gone = [field for field in before if field["name"] not in known and answers.get(field["name"])]
    return [*kept, *({**field, "is_gone": True} for field in gone)]
