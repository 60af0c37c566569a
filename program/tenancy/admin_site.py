"""The staff's admin, on a program's host and inside its scope."""

from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class ProgramAdminSite(AdminSite):
    site_title = _("Staff")
    index_title = _("What needs doing")
    site_url = "/"

    def has_permission(self, request: HttpRequest) -> bool:
        membership = getattr(request, "membership", None)
        return bool(membership and membership.is_staff)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        context = super().each_context(request)
        program = getattr(request, "program", None)
        return {**context, "site_header": program.name if program else self.site_header}
