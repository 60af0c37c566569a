"""The curriculum in the admin: on one page, lesson by lesson, in the program's own words where it has any."""

from typing import Any

from django.contrib import admin
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path, register_converter, reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from curriculum.catalogue import begin_own_edition, catalogue
from curriculum.editing import history_pages, overview_pages, picture_pages, seen_as, words_pages
from curriculum.editing.forms import OwnLessonForm
from curriculum.editing.overview import LANGUAGES
from curriculum.editing.own_lessons import begin_words
from curriculum.editing.pictures import forget_files
from curriculum.editing.subject import RefConverter
from curriculum.models import Lesson, LessonText, Module, ModuleText, OwnLesson, Picture
from program import clock
from program.audit.staff import ProgramAdmin, ReadOnly

register_converter(RefConverter, "ref")


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
    fields = ("language", "version", "title", "summary", "teaser", "text", "task", "mistakes", "sources")
    readonly_fields = ("text",)

    @admin.display(description=_("text"))
    def text(self, obj: LessonText) -> SafeString:
        return mark_safe(obj.body_html)  # noqa: S308 - sanitized by nh3 when it was loaded


@admin.register(Lesson)
class LessonAdmin(ReadOnly, ProgramAdmin):
    """The shared words are only looked at; the list is the program's curriculum as its editors see it."""

    inlines = (LessonTextInline,)

    def view_on_site(self, obj: Lesson) -> str | None:  # type: ignore[override]
        return None if obj.is_retired else obj.get_absolute_url()

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponseBase:  # type: ignore[override]
        return overview_pages.overview_page(request)

    def get_urls(self) -> list[URLPattern]:
        wrap, words = self.admin_site.admin_view, "<ref:ref>/words/<slug:language>/"
        pages: list[tuple[str, Any, str]] = [
            ("order/<int:pk>/", overview_pages.order, "order"),
            ("<ref:ref>/hide/", overview_pages.hide, "hide"),
            ("<ref:ref>/place/", overview_pages.place_page, "place"),
            (words, words_pages.words_page, "words"),
            (f"{words}preview/", words_pages.preview, "preview"),
            (f"{words}history/", history_pages.history, "history"),
            (f"{words}changes/", history_pages.changes, "changes"),
            (f"{words}act/", history_pages.act, "act"),
            (f"{words}as/<slug:who>/", seen_as.seen_as, "seen_as"),
            (f"{words}pictures/", picture_pages.add, "picture_add"),
            (f"{words}pictures/<int:picture_id>/remove/", picture_pages.remove, "picture_remove"),
        ]
        own = [path(route, wrap(view), name=f"curriculum_{name}") for route, view, name in pages]
        return own + super().get_urls()


@admin.register(OwnLesson)
class OwnLessonAdmin(ProgramAdmin):
    form = OwnLessonForm
    list_display = ("slug", "module", "tier", "minutes", "is_optional")
    list_select_related = ("module",)
    ordering = ("module__position", "position", "pk")

    def get_fields(self, request: HttpRequest, obj: OwnLesson | None = None) -> tuple[str, ...]:  # type: ignore[override]
        settled = ("minutes", "tier", "is_optional")
        return settled if obj else ("title", "module", "slug", *settled)

    def view_on_site(self, obj: OwnLesson) -> str | None:  # type: ignore[override]
        """Once members see it, in whatever language."""
        return obj.get_absolute_url() if -obj.pk in catalogue(*LANGUAGES).lesson_by_ref else None

    def save_model(self, request: HttpRequest, obj: OwnLesson, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if not change:
            by, language = request.membership, request.program.language  # type: ignore[attr-defined]
            begin_words(obj, form.cleaned_data["title"], language=language, by=by, now=clock.now())
        transaction.on_commit(begin_own_edition)

    def response_add(self, request: HttpRequest, obj: OwnLesson, post_url_continue: Any = None) -> HttpResponse:
        """On to its words."""
        language = request.program.language  # type: ignore[attr-defined]
        return redirect(reverse("admin:curriculum_words", args=[-obj.pk, language]))

    def delete_model(self, request: HttpRequest, obj: OwnLesson) -> None:  # type: ignore[override]
        self.delete_queryset(request, OwnLesson.objects.filter(pk=obj.pk))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """With the files of its pictures."""
        files = list(Picture.objects.filter(own_lesson__in=queryset).values_list("file", flat=True))
        super().delete_queryset(request, queryset)
        forget_files(files)
        transaction.on_commit(begin_own_edition)
