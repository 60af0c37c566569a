"""What the staff see of the curriculum: all of it, and who is done with what."""

from django.contrib import admin

from curriculum.editing import admin as editing
from curriculum.models import LessonProgress
from curriculum.read_only import ReadOnly
from program.audit.staff import ProgramAdmin

__all__ = ["LessonProgressAdmin", "ReadOnly", "editing"]


@admin.register(LessonProgress)
class LessonProgressAdmin(ReadOnly, ProgramAdmin):
    list_display = ("membership", "lesson", "done_at")
    list_select_related = ("membership__user", "lesson")
    search_fields = ("membership__user__email", "membership__user__name", "lesson__slug")
    ordering = ("-done_at",)
