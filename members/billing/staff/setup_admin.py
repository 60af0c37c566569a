"""How a program takes payments: its settings, its keys, its taxes. Keys go in and never come out."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.validators import RegexValidator
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from members.billing.paying.setup import BillingSettings, StripeAccount
from members.billing.plans.taxes import TaxRule
from members.billing.staff.base import MoneyAdmin
from program import clock
from program.audit.log import record
from program.audit.staff import ProgramAdmin
from program.mail.links import absolute

REPLACED = ["…", "replaced"]


@admin.register(BillingSettings)
class BillingSettingsAdmin(ProgramAdmin):
    """One row: there is nothing to add once it is there."""

    list_display = ("__str__", "takes_cards", "takes_transfers")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        can_add = self.has_add_permission(request) and not BillingSettings.objects.exists()
        return super().changelist_view(request, {**(extra_context or {}), "has_add_permission": can_add})

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        found = BillingSettings.objects.first()
        if found is not None and self.has_view_permission(request):
            return redirect("admin:members_billingsettings_change", found.pk)
        return super().add_view(request, form_url, extra_context)


def secret(label: Any, begins: str, help_text: Any = "") -> forms.CharField:
    """What was just typed stays typed when something else is wrong; what is stored is never written into a page."""
    widget = forms.PasswordInput(
        render_value=True, attrs={"class": "vTextField", "autocomplete": "new-password", "spellcheck": "false"}
    )
    shape = RegexValidator(rf"\A(?:{begins})_[\w-]+\Z", _("This does not look like such a key: copy it once more."))
    return forms.CharField(label=label, max_length=200, widget=widget, validators=[shape], help_text=help_text)


class StripeAccountForm(forms.ModelForm):
    secret_key = secret(
        _("Secret key"), "sk_live|sk_test|rk_live|rk_test", _("Begins with sk_ or rk_. Kept encrypted, never shown.")
    )
    webhook_secret = secret(_("Signing secret of the webhook"), "whsec", _("Begins with whsec_."))

    class Meta:
        model = StripeAccount
        fields = ("name",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = self.instance.secrets if self.instance.sealed else {}
        if self.instance.pk:
            for name in ("secret_key", "webhook_secret"):
                self.fields[name].required = False
                self.fields[name].help_text = _("Set. Type to replace it.")

    def clean(self) -> dict[str, Any]:
        """Keys that cannot be opened any more have to be typed anew, both."""
        cleaned = super().clean() or self.cleaned_data
        for name in ("secret_key", "webhook_secret"):
            if name not in self.errors and not (cleaned.get(name) or self.known.get(name)):
                self.add_error(name, _("This field is required."))
        return cleaned

    def validate_constraints(self) -> None:
        """The account that was in use gives way when this one is saved."""

    def save(self, commit: bool = True) -> StripeAccount:
        account: StripeAccount = self.instance
        typed = {name: self.cleaned_data[name] for name in ("secret_key", "webhook_secret") if self.cleaned_data[name]}
        account.seal(**{**self.known, **typed})
        saved: StripeAccount = super().save(commit)
        return saved


@admin.register(StripeAccount)
class StripeAccountAdmin(ProgramAdmin):
    """A new account takes over what is sold from now on; what was sold before renews at the old one."""

    form = StripeAccountForm
    list_display = ("name", "is_live", "created_at", "ended_at")
    ordering = ("-created_at",)

    def _is_owner(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("program.change_program"))  # type: ignore[union-attr]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self._is_owner(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._is_owner(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self._is_owner(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._is_owner(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        address = absolute(request.program, reverse("stripe_webhook"))  # type: ignore[attr-defined]
        told = gettext("Address for the webhook at Stripe, for all events: %(address)s") % {"address": address}
        return [(None, {"fields": ("name", "secret_key", "webhook_secret"), "description": told})]

    def save_model(self, request: HttpRequest, obj: StripeAccount, form: Any, change: bool) -> None:
        if not change:
            StripeAccount.objects.filter(ended_at=None).update(ended_at=clock.now())
        super().save_model(request, obj, form, change)

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> None:  # type: ignore[override]
        """That a key was replaced, never by what."""
        changed = request.changed_form.changed_data  # type: ignore[attr-defined]
        record("changed", obj, by=request.user, changes=dict.fromkeys(changed, REPLACED))


@admin.register(TaxRule)
class TaxRuleAdmin(MoneyAdmin):
    """Once it was charged, a rate stays what it was: another rate is another row."""

    list_display = ("name", "country", "percentage", "is_inclusive", "is_active")
    list_filter = ("is_active",)
    ordering = ("-is_active", "country", "name")
    fields = ("name", "country", "percentage", "is_inclusive", "is_active")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("name", "country", "percentage", "is_inclusive") if obj and obj.remote_id else ()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
