"""A program's own settings, for its owners: brand, zone, language, currency, who may join."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from members.accounts.zones import zone_choices
from program.audit.staff import ProgramAdmin
from program.models import Program
from program.tenancy.hosts import forget_hosts

FIELDSETS = (
    (_("Brand"), {"fields": ("name", "tagline", "accent", "logo", "legal_note")}),
    (_("Place"), {"fields": ("language", "time_zone", "currency", "milestone")}),
    (_("People"), {"fields": ("signup_policy", "staff_need_second_factor", "mail_from")}),
)


class ProgramForm(forms.ModelForm):
    class Meta:
        model = Program
        fields = tuple(name for _title, group in FIELDSETS for name in group["fields"])
        widgets = {"accent": forms.TextInput(attrs={"type": "color"}), "time_zone": forms.Select()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "time_zone" in self.fields:
            self.fields["time_zone"].widget.choices = zone_choices()  # type: ignore[attr-defined]
        if "logo" in self.fields:  # Django's widget stands in a fieldset, whose legend names no input.
            self.fields["logo"].widget.attrs["aria-label"] = self.fields["logo"].label

    def clean_currency(self) -> str:
        return str(self.cleaned_data["currency"]).upper()


@admin.register(Program)
class OwnProgramAdmin(ProgramAdmin):
    """One row: the program of this host. Others do not exist here."""

    form = ProgramForm
    list_display = ("name", "language", "time_zone", "currency", "signup_policy")
    fieldsets = FIELDSETS  # type: ignore[assignment]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Program]:
        return Program.objects.filter(pk=request.program.pk)  # type: ignore[attr-defined]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Program | None = None) -> bool:  # type: ignore[override]
        return False

    def save_model(self, request: HttpRequest, obj: Program, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        forget_hosts()
