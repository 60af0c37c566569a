"""The people of one program, for its staff."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from members.accounts.joining import approve, let_in
from members.accounts.models import STAFF, Membership
from members.accounts.zones import zone_choices
from members.billing.actions import grant_tier
from members.billing.admin import GrantInline, save_grants
from members.billing.forms import GrantForm
from members.billing.models import Tier
from program import clock
from program.audit.staff import ProgramAdmin

FIELDS = ("person", "email", "role", "state", "time_zone", "language", "joined_at")


@admin.register(Membership)
class MembershipAdmin(ProgramAdmin):
    """Nobody is added or deleted here: people join and leave; staff change what they may do."""

    list_display = ("person", "email", "role", "state", "granted", "joined_at")
    list_filter = ("role", "state")
    search_fields = ("user__name", "user__email")
    search_help_text = _("Name or e-mail")
    list_select_related = ("user",)
    ordering = ("-joined_at",)
    date_hierarchy = "joined_at"
    fields = FIELDS
    readonly_fields = ("person", "email", "joined_at")
    inlines = (GrantInline,)
    actions = ("approve_applicants", "grant_premium")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Membership]:
        return Membership.objects.with_tier(clock.now()).select_related("user").order_by(*self.ordering)

    @admin.display(description=_("person"), ordering="user__name")
    def person(self, membership: Membership) -> str:
        return membership.display_name

    @admin.display(description=_("e-mail"), ordering="user__email")
    def email(self, membership: Membership) -> str:
        return membership.user.email

    @admin.display(description=_("tier"))
    def granted(self, membership: Membership) -> str:
        return str(Tier(membership.tier).label)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Membership | None = None) -> bool:  # type: ignore[override]
        return False

    def has_change_permission(self, request: HttpRequest, obj: Membership | None = None) -> bool:  # type: ignore[override]
        """Only owners change the memberships of other staff."""
        if obj is not None and obj.role in STAFF and not is_owner(request):
            return False
        return super().has_change_permission(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Membership | None = None) -> Any:  # type: ignore[override]
        """Roles are the owners' to give; nobody changes their own, so an owner always remains."""
        is_own = obj is not None and obj.pk == request.membership.pk  # type: ignore[attr-defined]
        kept = ("role", "state") if is_own else () if is_owner(request) else ("role",)
        return (*self.readonly_fields, *kept)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "time_zone":
            kwargs["widget"] = forms.Select(choices=[("", _("As the program")), *zone_choices()])
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Membership, form: Any, change: bool) -> None:
        """An applicant made active on this page hears of it as from the action."""
        super().save_model(request, obj, form, change)
        if form.initial.get("state") == Membership.State.PENDING and obj.is_active:
            let_in(obj)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        save_grants(request, formset)

    @admin.action(description=_("Approve"), permissions=["change"])
    def approve_applicants(self, request: HttpRequest, chosen: QuerySet[Membership]) -> None:
        waiting = chosen.filter(state=Membership.State.PENDING)
        count = sum(approve(membership, by=request.user) for membership in waiting)  # type: ignore[arg-type]
        said = ngettext("%(count)d person was approved.", "%(count)d people were approved.", count)
        self.message_user(request, said % {"count": count}, messages.SUCCESS)

    def has_grant_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("members.add_grant")  # type: ignore[union-attr]

    @admin.action(description=_("Grant premium…"), permissions=["grant"])
    def grant_premium(self, request: HttpRequest, chosen: QuerySet[Membership]) -> HttpResponse | None:
        """Asks for how long and why, then grants it to all of them."""
        form = GrantForm(request.POST if "reason" in request.POST else None)
        if not form.is_valid():
            return self.ask_for_reason(request, chosen, form)
        now, by = clock.now(), request.membership  # type: ignore[attr-defined]
        reason, until = form.cleaned_data["reason"], form.until(now)
        for membership in chosen:
            grant_tier(membership, Tier.PREMIUM, reason=reason, by=by, now=now, until=until)
        count = len(chosen)
        said = ngettext("Premium was granted to %(count)d person.", "Premium was granted to %(count)d people.", count)
        self.message_user(request, said % {"count": count}, messages.SUCCESS)
        return None

    def ask_for_reason(self, request: HttpRequest, chosen: QuerySet[Membership], form: GrantForm) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Grant premium"),
            "form": form,
            "chosen": chosen,
            "opts": self.opts,
            "action": "grant_premium",
            "checkbox": helpers.ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/members/grant_premium.html", context)


def is_owner(request: HttpRequest) -> bool:
    return bool(request.membership.role == Membership.Role.OWNER)  # type: ignore[attr-defined]
