"""Books a program adds to the reading list."""

from django.contrib import admin

from curriculum.models import OwnBook
from program.audit.staff import ProgramAdmin


@admin.register(OwnBook)
class OwnBookAdmin(ProgramAdmin):
    list_display = ("title", "author", "series", "volume", "year", "is_published")
    list_filter = ("is_published",)
    search_fields = ("title", "author", "series")
    ordering = ("series", "volume", "title")
