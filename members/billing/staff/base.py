"""What the pages of whoever looks after the money have in common: facts to read, acts on pages of their own, files."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.forms import BaseForm, CharField
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from program.audit.log import record
from program.audit.staff import ProgramAdmin
from program.csv_files import csv_response

type Column = tuple[Any, Callable[[Any], Any]]
"""Its heading, and what stands in it for a row."""


@dataclass(frozen=True, slots=True)
class Act:
    """A button on the page of one row, that leads to a page which asks before anything happens."""

    label: Any
    url: str


@dataclass(frozen=True, slots=True)
class Question:
    """What a page asks before it acts."""

    title: str
    submit: str
    text: str = ""
    facts: Sequence[tuple[str, str]] = ()
    is_final: bool = False


def need(request: HttpRequest, perm: str) -> None:
    if not request.user.has_perm(f"members.{perm}"):  # type: ignore[union-attr]
        raise PermissionDenied


def may(request: HttpRequest, perm: str) -> bool:
    return bool(request.user.has_perm(f"members.{perm}"))  # type: ignore[union-attr]


class UpperField(CharField):
    """Codes of countries, currencies and coupons, however they are typed."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).upper()


class UpperCodes:
    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in ("code", "currency", "country"):
            kwargs["form_class"] = UpperField
        return super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]


class MoneyAdmin(UpperCodes, ProgramAdmin):
    change_list_template = "admin/members/money_list.html"
    change_form_template = "admin/members/money_form.html"
    csv_columns: ClassVar[tuple[Column, ...]] = ()

    def acts(self, request: HttpRequest, obj: Any) -> Iterable[Act]:
        return ()

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Of a row that is only read, what it does not have needs no line."""
        fields = super().get_fields(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return fields
        return [name for name in fields if getattr(obj, str(name), True) not in (None, "")]

    def totals(self, rows: QuerySet[Any]) -> Sequence[Any]:
        """Of all rows that the filters leave, for the foot of the list."""
        return ()

    def get_urls(self) -> list[URLPattern]:
        if not self.csv_columns:
            return super().get_urls()
        view = self.admin_site.admin_view(self.csv_view)
        return [path("list.csv", view, name=f"{self._name}_csv"), *super().get_urls()]

    @property
    def _name(self) -> str:
        return f"members_{self.opts.model_name}"

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        response: HttpResponse = super().changelist_view(request, extra_context)
        context = getattr(response, "context_data", None)
        if context and "cl" in context:
            context["totals"] = self.totals(context["cl"].queryset)
            context["csv_url"] = self._csv_url(request)
        return response

    def _csv_url(self, request: HttpRequest) -> str:
        if not self.csv_columns:
            return ""
        asked = request.GET.urlencode()
        return reverse(f"admin:{self._name}_csv") + (f"?{asked}" if asked else "")

    def csv_view(self, request: HttpRequest) -> HttpResponseBase:
        """The rows that the list shows under the same address, all of them."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            rows = self.get_changelist_instance(request).get_queryset(request)
        except IncorrectLookupParameters:
            return redirect(f"admin:{self._name}_changelist")
        note_export(request, self.opts.model_name)
        head = [str(label) for label, _cell in self.csv_columns]
        lines = ([cell(row) for _label, cell in self.csv_columns] for row in rows.iterator(chunk_size=2000))
        return csv_response(f"{self.opts.model_name}.csv", head, lines)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        obj = self.get_object(request, object_id)
        acts = list(self.acts(request, obj)) if obj else []
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), "acts": acts})

    def row(self, pk: int) -> Any:
        return get_object_or_404(self.model._default_manager.all(), pk=pk)

    def back(self, obj: Model) -> HttpResponse:
        return redirect(f"admin:{self._name}_change", obj.pk)

    def ask(self, request: HttpRequest, obj: Model, form: BaseForm | None, question: Question) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "object": obj,
            "form": form or (),
            "title": question.title,
            "question": question,
            "back": reverse(f"admin:{self._name}_change", args=[obj.pk]),
        }
        status = 400 if form is not None and form.errors else 200
        return TemplateResponse(request, "admin/members/act.html", context, status=status)


def note_export(request: HttpRequest, name: str | None) -> None:
    record("exported", request.program, by=request.user, changes={"list": ["", name]})  # type: ignore[attr-defined]


def told(value: Any) -> str:
    """For facts and files: nothing is an empty cell."""
    return "" if value is None else str(value)


def yes(value: bool) -> str:
    return _("yes") if value else ""
