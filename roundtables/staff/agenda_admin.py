"""Agenda and presenters, edited on the roundtable's page; an empty line is there, so that no script need add one."""

from typing import Any

from django.contrib import admin
from django.db.models import Sum
from django.forms import BaseInlineFormSet
from django.utils.translation import gettext as _

from roundtables.models import AgendaItem, Presenter, Roundtable
from roundtables.staff.forms import PresenterForm


class NamedLines(BaseInlineFormSet):
    """Each control says the name of its column to a screen reader; the table of the admin's does not."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        for field in form.fields.values():
            if not field.widget.is_hidden:
                field.widget.attrs.setdefault("aria-label", str(field.label))


class AgendaInline(admin.TabularInline):
    model = AgendaItem
    formset = NamedLines
    fields = ("position", "title", "minutes")
    ordering = ("position", "id")
    extra = 1


class PresenterInline(admin.TabularInline):
    model = Presenter
    formset = NamedLines
    form = PresenterForm
    fields = ("position", "name", "venture", "country")
    ordering = ("position", "id")
    extra = 1


def agenda_minutes(roundtable: Roundtable) -> int:
    return int(AgendaItem.objects.filter(roundtable=roundtable).aggregate(all=Sum("minutes"))["all"] or 0)


def too_long(roundtable: Roundtable, minutes: int) -> str:
    """A warning, or nothing: an agenda may be shorter."""
    there = int(roundtable.duration.total_seconds() // 60)
    if minutes <= there:
        return ""
    words = _("The agenda takes %(agenda)s minutes; the roundtable has %(minutes)s.")
    return words % {"agenda": minutes, "minutes": there}


def said_of_lines(message: Any) -> dict[str, list[str]]:
    """What the audit log says about lines that were added, changed or taken away."""
    found: dict[str, list[str]] = {}
    for done in message if isinstance(message, list) else []:
        for action, told in done.items():
            if "object" in told:
                found[f"{told['name']}: {told['object']}"] = ["", action]
    return found
