"""Codes that make a plan cheaper, gifts, and seats that a sponsor pays for."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _

from members.billing.giving.models import Coupon, Gift, SponsoredSeat, Sponsorship
from members.billing.plans.models import Plan
from members.billing.staff.base import Act, MoneyAdmin, need, told
from program.audit.log import record
from program.audit.staff import ReadOnly
from program.csv_files import csv_response


class CouponForm(forms.ModelForm):
    def clean_uses_allowed(self) -> int | None:
        allowed: int | None = self.cleaned_data["uses_allowed"]
        if allowed is not None and allowed < self.instance.uses:
            raise forms.ValidationError(_("It was used more often already."))
        return allowed


class PaidPlans:
    """Only what costs something can be cheaper or given."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "plan":
            kwargs["queryset"] = Plan.objects.exclude(interval=Plan.Interval.FREE).order_by("position")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]


@admin.register(Coupon)
class CouponAdmin(PaidPlans, MoneyAdmin):
    form = CouponForm
    list_display = ("code", "percent", "amount", "currency", "duration", "plan", "uses", "uses_allowed", "expires_at",
                    "is_active")  # fmt: skip
    list_filter = ("is_active", "duration", "plan")
    search_fields = ("code",)
    list_select_related = ("plan",)
    ordering = ("-created_at",)
    fields = ("code", "percent", "amount", "currency", "duration", "months", "plan", "uses_allowed", "expires_at",
              "is_active")  # fmt: skip

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """What a code takes off does not change once somebody may have it."""
        return ("code", "percent", "amount", "currency", "duration", "months", "plan") if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Gift)
class GiftAdmin(ReadOnly, MoneyAdmin):
    list_display = ("code", "plan", "from_name", "recipient", "created_at", "expires_at", "redeemed_at", "redeemed_by")
    list_filter = (("redeemed_at", admin.EmptyFieldListFilter), "plan")
    search_fields = ("code", "recipient", "from_name", "redeemed_by__user__email")
    list_select_related = ("plan", "redeemed_by__user")
    ordering = ("-created_at",)
    fields = ("code", "plan", "order", "from_name", "recipient", "words", "created_at", "expires_at", "redeemed_at",
              "redeemed_by", "grant")  # fmt: skip


class SponsorshipForm(forms.ModelForm):
    def clean_seats(self) -> int:
        seats: int = self.cleaned_data["seats"]
        if seats < self.instance.seats_taken:
            raise forms.ValidationError(_("More seats than that are taken already."))
        return seats


class SeatInline(ReadOnly, admin.TabularInline):
    model = SponsoredSeat
    fields = ("membership", "taken_at")
    ordering = ("taken_at",)
    extra = 0
    max_num = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[SponsoredSeat]:
        return super().get_queryset(request).select_related("membership__user")


@admin.register(Sponsorship)
class SponsorshipAdmin(PaidPlans, MoneyAdmin):
    """Made by a paid order; or here, where the sponsor pays outside this software: then the note says how."""

    form = SponsorshipForm
    inlines = (SeatInline,)
    list_display = ("sponsor", "plan", "seats", "seats_taken", "ends_at", "code", "note")
    list_filter = ("plan",)
    search_fields = ("sponsor", "contact", "code", "note")
    list_select_related = ("plan",)
    ordering = ("-created_at",)
    fields = ("sponsor", "contact", "plan", "seats", "seats_taken", "ends_at", "code", "note")
    readonly_fields = ("seats_taken",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return (*self.readonly_fields, "plan") if obj and obj.seats_taken else self.readonly_fields

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.holders)
        return [path("<int:pk>/holders.csv", view, name="members_sponsorship_holders"), *super().get_urls()]

    def acts(self, request: HttpRequest, obj: Sponsorship) -> Iterable[Act]:
        yield Act(_("Who has a seat, as a file"), reverse("admin:members_sponsorship_holders", args=[obj.pk]))

    def holders(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        need(request, "view_sponsorship")
        sponsorship = self.row(pk)
        rows = sponsorship.holders.select_related("membership__user").order_by("taken_at", "pk")
        record("exported", sponsorship, by=request.user)
        head = [_("Name"), _("E-mail"), _("taken")]
        lines = (
            (seat.membership.display_name, seat.membership.user.email, told(seat.taken_at.isoformat()))
            for seat in rows.iterator(chunk_size=2000)
        )
        return csv_response(f"seats-{pk}.csv", head, lines)
