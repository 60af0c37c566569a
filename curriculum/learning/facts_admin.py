"""Who is done with what, and every try at a quiz: facts, which nobody changes."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from curriculum.models import LessonProgress, QuizAttempt
from program.audit.staff import ProgramAdmin, ReadOnly

PEOPLE = ("membership__user__email", "membership__user__name")
LESSONS = ("lesson__slug", "own_lesson__slug")


class AboutLessonAdmin(ReadOnly, ProgramAdmin):
    list_select_related = ("membership__user", "lesson", "own_lesson")
    search_fields = (*PEOPLE, *LESSONS)

    @admin.display(description=_("lesson"))
    def about(self, row: Any) -> str:
        return str(row.own_lesson or row.lesson)


@admin.register(LessonProgress)
class LessonProgressAdmin(AboutLessonAdmin):
    list_display = ("membership", "about", "done_at")
    fields = ("membership", "about", "done_at")
    ordering = ("-done_at",)


@admin.register(QuizAttempt)
class QuizAttemptAdmin(AboutLessonAdmin):
    list_display = ("membership", "about", "result", "is_passed", "taken_at")
    list_filter = ("is_passed",)
    fields = ("membership", "about", "answers", "result", "is_passed", "taken_at")
    ordering = ("-taken_at",)

    @admin.display(description=_("right"))
    def result(self, attempt: QuizAttempt) -> str:
        return f"{attempt.right} / {attempt.total}"
