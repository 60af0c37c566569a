"""Plans, the versions of their prices, and what members say of them."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.db.models import F, Max, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from members.billing.entitlements import Entitlement
from members.billing.plans.models import Plan, PlanVersion, Price
from members.billing.plans.voices import Voice
from members.billing.staff.base import Act, MoneyAdmin, UpperCodes, may
from program import clock
from program.audit.staff import ProgramAdmin
from program.money import money


class PlanForm(forms.ModelForm):
    entitlements = forms.MultipleChoiceField(
        label=_("What it gives"),
        choices=Entitlement.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Who has the plan already gets a change of it within a day."),
    )


@admin.register(Plan)
class PlanAdmin(MoneyAdmin):
    """Never deleted: somebody may have it. What is no longer offered is taken off the premium page."""

    form = PlanForm
    list_display = ("name", "tier", "interval", "prices_now", "trial_days", "position", "is_offered")
    list_filter = ("is_offered", "tier")
    ordering = ("position", "pk")
    prepopulated_fields: ClassVar[dict[str, Any]] = {"slug": ("name",)}
    fields = (
        "name", "slug", "summary", "tier", "interval", "entitlements", "access_days", "trial_days", "position",
        "is_offered",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Plan]:
        return super().get_queryset(request).prefetch_related("versions__prices")

    @admin.display(description=_("prices now"))
    def prices_now(self, plan: Plan) -> str:
        now = clock.now()
        begun = [version for version in plan.versions.all() if version.starts_at <= now]
        newest = max(begun, key=lambda version: (version.starts_at, version.number), default=None)
        return " · ".join(shown_prices(newest)) if newest else ""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """What somebody pays for by the month does not become a year behind their back."""
        return ("tier", "interval") if obj and PlanVersion.objects.filter(plan=obj).exists() else ()

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return {} if obj else self.prepopulated_fields

    def acts(self, request: HttpRequest, obj: Plan) -> Iterable[Act]:
        versions = reverse("admin:members_planversion_changelist")
        yield Act(_("Its prices"), f"{versions}?plan__id__exact={obj.pk}")
        if obj.interval != Plan.Interval.FREE and may(request, "add_planversion"):
            yield Act(_("New prices…"), f"{reverse('admin:members_planversion_add')}?plan={obj.pk}")


def shown_prices(version: PlanVersion) -> list[str]:
    return [money(price.amount, price.currency) for price in version.prices.all()]


class VersionForm(forms.ModelForm):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("moves_existing") and cleaned.get("places"):
            self.add_error("places", _("A founding price is for new members: it moves nobody."))
        if cleaned.get("moves_existing") and (cleaned.get("starts_at") or clock.now()) <= clock.now():
            self.add_error("starts_at", _("Members are told before: choose a day that is still to come."))
        return cleaned


class PricesFormSet(forms.BaseInlineFormSet):
    def clean(self) -> None:
        super().clean()
        if any(self.errors):
            return
        kept = [form for form in self.forms if form.cleaned_data.get("amount") and not form.cleaned_data["DELETE"]]
        if not kept:
            raise forms.ValidationError(_("Give a price in one currency at least."))
        for place, form in enumerate(kept):
            if form.cleaned_data["currency"] in {before.cleaned_data["currency"] for before in kept[:place]}:
                form.add_error("currency", _("This currency has a price already."))


def prices_before(request: HttpRequest) -> list[Price]:
    """Of the plan that the address names: its newest that are for everybody."""
    plan = request.GET.get("plan", "")
    versions = PlanVersion.objects.filter(plan=int(plan)) if plan.isdecimal() and len(plan) < 15 else None
    last = versions.order_by(F("places").asc(nulls_first=True), "-number").first() if versions else None
    return list(last.prices.order_by("currency")) if last else []


class PriceInline(UpperCodes, admin.TabularInline):
    model = Price
    formset = PricesFormSet
    fields = ("currency", "amount")
    ordering = ("currency",)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """In a table the heading is no label to a screen reader."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:
            field.widget.attrs["aria-label"] = str(field.label)
        return field

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        return 0 if obj else max(len(prices_before(request)) + 1, 3)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request, "add_planversion") and (obj is None or can_change(obj))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request, "change_planversion") and (obj is None or can_change(obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request, "view_planversion")


def can_change(version: PlanVersion) -> bool:
    """Until it begins or somebody was told of it."""
    return version.starts_at > clock.now() and version.announced_at is None


@admin.register(PlanVersion)
class PlanVersionAdmin(MoneyAdmin):
    """New prices beside the old ones: who pays those keeps them, unless the version says that it moves them."""

    form = VersionForm
    inlines = (PriceInline,)
    list_display = ("plan", "number", "starts_at", "prices", "places", "moves_existing", "announced_at", "note")
    list_filter = ("plan",)
    list_select_related = ("plan",)
    ordering = ("plan__position", "-number")
    fields = ("plan", "starts_at", "places", "moves_existing", "note")

    def get_queryset(self, request: HttpRequest) -> QuerySet[PlanVersion]:
        return super().get_queryset(request).prefetch_related("prices")

    @admin.display(description=_("prices"))
    def prices(self, version: PlanVersion) -> str:
        return " · ".join(shown_prices(version))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or can_change(obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and obj is not None and can_change(obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("plan",) if obj else ()

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "plan":
            kwargs["queryset"] = Plan.objects.filter(~Q(interval=Plan.Interval.FREE)).order_by("position")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> Any:
        """A new version begins with the prices of the one before: whoever changes one keeps the others."""
        given = super().get_formset_kwargs(request, obj, inline, prefix)
        if request.method == "GET" and obj.pk is None:
            before = prices_before(request)
            given["initial"] = [{"currency": price.currency, "amount": price.amount} for price in before]
        return given

    def save_model(self, request: HttpRequest, obj: PlanVersion, form: Any, change: bool) -> None:
        if not change:
            Plan.objects.select_for_update(no_key=True).get(pk=obj.plan_id)
            last = PlanVersion.objects.filter(plan=obj.plan_id).aggregate(last=Max("number"))["last"]
            obj.number = (last or 0) + 1
            obj.created_by = request.membership  # type: ignore[attr-defined]
        super().save_model(request, obj, form, change)

    def response_add(self, request: HttpRequest, obj: PlanVersion, post_url_continue: Any = None) -> HttpResponse:
        if obj.moves_existing:
            messages.info(request, gettext("Members who pay an older price are told by mail within the hour."))
        super().response_add(request, obj, post_url_continue)
        return redirect("admin:members_plan_change", obj.plan_id)


@admin.register(Voice)
class VoiceAdmin(ProgramAdmin):
    list_display = ("name", "about", "is_shown", "position")
    ordering = ("position", "pk")
