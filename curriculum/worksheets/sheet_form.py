"""A worksheet as a form, made of the fields that its lesson defines."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms

from curriculum.worksheets.answers import Answers, Field, typed, unread
from curriculum.worksheets.kinds import NUMBERS, control_of, plain

SHORT = (*NUMBERS, "date")
PREFIX = "a"
"""Before the names of the fields, so that a field may be called like anything."""


class SheetForm(forms.Form):
    def __init__(self, asked: list[Field], currency: str, data: Any) -> None:
        super().__init__(data, prefix=PREFIX)
        self.asked, self.currency = asked, currency
        self.use_required_attribute = False
        self.fields.update({field["name"]: control_of(field, currency) for field in asked})

    @classmethod
    def showing(cls, asked: list[Field], currency: str, answers: Answers) -> "SheetForm":
        """Filled in with what stands there; what could not be read says so beside its field."""
        data = {f"{PREFIX}-{field['name']}": typed(field, answers.get(field["name"])) for field in asked}
        form = cls(asked, currency, data)
        for field in asked:
            if field["name"] in form.errors:
                make_room(field, form.fields[field["name"]].widget, data[f"{PREFIX}-{field['name']}"])
        return form

    def answers(self) -> Answers:
        """Everything that was typed, read where it can be."""
        return {name: self._answer(name) for name in self.fields}

    def _answer(self, name: str) -> Any:
        if name not in self.errors:
            return self.cleaned_data.get(name, "")
        return unread(plain(str(self[name].data or "")))

    def complaints(self) -> dict[str, str]:
        return {self[name].html_name: str(found[0]) for name, found in self.errors.items()}


def make_room(field: Field, control: Any, words: str) -> None:
    """A control for dates or choices alone would hide any other words, and then send them back empty."""
    if field["kind"] == "date":
        control.input_type = "text"
    elif field["kind"] == "choice":
        control.choices = [*control.choices, (words, words)]


@dataclass(frozen=True)
class Row:
    """A field on the page, with what was said about it."""

    field: Field
    bound: Any
    comments: list[Any]
    other: Any = None
    """What somebody else wrote here at the same time."""

    @property
    def is_short(self) -> bool:
        return self.field["kind"] in SHORT


def rows(form: SheetForm, comments: dict[str, list[Any]], others: dict[str, Any]) -> Iterator[Row]:
    for field in form.asked:
        name = field["name"]
        yield Row(field, form[name], comments.get(name, []), others.get(name))
