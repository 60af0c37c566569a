"""The shared curriculum as staff see it. Nobody changes it here: it is written in curriculum/content/."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from curriculum.models import Lesson, LessonText, Module, ModuleText
from program.audit.staff import ProgramAdmin, ReadOnly


class ModuleTextInline(ReadOnly, admin.StackedInline):
    model = ModuleText
    extra = 0
    fields = ("language", "title", "promise", "outcomes", "note")


@admin.register(Module)
class ModuleAdmin(ReadOnly, ProgramAdmin):
    list_display = ("position", "slug", "is_retired")
    list_display_links = ("slug",)
    ordering = ("is_retired", "position")
    inlines = (ModuleTextInline,)

    def view_on_site(self, obj: Module) -> str | None:  # type: ignore[override]
        return None if obj.is_retired else obj.get_absolute_url()


class LessonTextInline(ReadOnly, admin.StackedInline):
    model = LessonText
    extra = 0
    fields = ("language", "title", "summary", "teaser", "text", "task", "mistakes", "sources")
    readonly_fields = ("text",)

    @admin.display(description=_("text"))
    def text(self, obj: LessonText) -> SafeString:
        return mark_safe(obj.body_html)  # noqa: S308 - sanitized by nh3 when it was loaded


@admin.register(Lesson)
class LessonAdmin(ReadOnly, ProgramAdmin):
    list_display = ("slug", "module", "position", "tier", "minutes", "is_retired", "as_members_see_it")
    list_filter = ("module", "tier", "is_retired")
    search_fields = ("slug", "texts__title")
    list_select_related = ("module",)
    ordering = ("is_retired", "module__position", "position")
    inlines = (LessonTextInline,)

    def view_on_site(self, obj: Lesson) -> str | None:  # type: ignore[override]
        return None if obj.is_retired else obj.get_absolute_url()

    @admin.display(description=_("what members see"))
    def as_members_see_it(self, obj: Lesson) -> str:
        if obj.is_retired:
            return "–"
        open_it = pgettext("link to a page of the site", "Open")
        return format_html('<a href="{}">{}</a>', reverse("lesson", args=[obj.module.slug, obj.slug]), open_it)
