from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from members.ventures.models import Founder, Venture, VerifiedRevenue
from program.audit.staff import ProgramAdmin


class ReadOnly:
    """Ventures belong to their founders; staff look."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class FounderInline(ReadOnly, admin.TabularInline):
    model = Founder
    fields = ("membership", "role", "since", "left_at")
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[Founder]:
        return super().get_queryset(request).select_related("membership__user").order_by("since")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("members.view_venture")  # type: ignore[union-attr]


@admin.register(Venture)
class VentureAdmin(ReadOnly, ProgramAdmin):
    list_display = ("name", "one_liner", "created_at")
    search_fields = ("name", "one_liner")
    ordering = ("-created_at",)
    inlines = (FounderInline,)


@admin.register(VerifiedRevenue)
class VerifiedRevenueAdmin(ProgramAdmin):
    """What staff saw in the books; the mission counts these and nothing else."""

    list_display = ("venture", "ends_on", "amount", "jobs", "verified_by")
    list_select_related = ("venture", "verified_by__user")
    autocomplete_fields = ("venture",)
    search_fields = ("venture__name",)
    ordering = ("-ends_on", "-pk")

    def save_model(self, request: HttpRequest, obj: VerifiedRevenue, form: Any, change: bool) -> None:
        obj.verified_by = request.membership  # type: ignore[attr-defined]
        super().save_model(request, obj, form, change)
