from django.contrib import admin
from django.http import HttpRequest

from program.audit.models import Entry
from program.audit.staff import ProgramAdmin


@admin.register(Entry)
class EntryAdmin(ProgramAdmin):
    """Read only: nobody edits what happened."""

    list_display = ("at", "actor", "action", "model", "object_name")
    list_filter = ("action", "model")
    search_fields = ("object_name",)
    list_select_related = ("actor",)
    ordering = ("-at",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Entry | None = None) -> bool:  # type: ignore[override]
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Entry | None = None) -> bool:  # type: ignore[override]
        return False
