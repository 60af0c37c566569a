"""Notes in the admin: written on the roundtable's page, looked at as the mail it will be, then sent."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override

from program import clock
from program.audit.staff import ProgramAdmin
from program.mail.dev_pages import LETTER_CSP
from program.mail.models import Message
from program.mail.readers import reader_of
from program.mail.rendering import render
from roundtables.models import Note, Roundtable
from roundtables.staff import notes
from roundtables.staff.note_forms import NoteForm
from roundtables.staff.note_letters import NOTE, letter_of


@admin.register(Note)
class NoteAdmin(ProgramAdmin):
    list_display = ("subject", "roundtable", "audience", "sent_by", "sent_at")
    list_filter = ("audience",)
    list_select_related = ("roundtable", "sent_by__user")
    search_fields = ("subject",)
    ordering = ("-created_at",)
    fields = ("roundtable", "audience", "subject", "words", "sent_by", "sent_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Note]:
        return super().get_queryset(request).select_related("roundtable", "sent_by__user")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Note | None = None) -> bool:
        """What was sent stays known."""
        return super().has_delete_permission(request, obj) and obj is not None and not obj.is_sent

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        own = [
            path("<int:pk>/write/", wrap(self.rewrite), name="roundtables_note_write"),
            path("<int:pk>/send/", wrap(self.send), name="roundtables_note_send"),
            path("<int:pk>/mail/", wrap(self.mail), name="roundtables_note_mail"),
        ]
        return own + super().get_urls()

    def rewrite(self, request: HttpRequest, pk: int) -> HttpResponse:
        note = found(request, pk)
        if note.is_sent:
            return redirect(roundtable_url(note.roundtable))
        return write(request, note, self.admin_site.each_context(request))

    def send(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Shows the mail and how many get it; a second press of the button sends nothing."""
        note = found(request, pk)
        if request.method == "POST":
            say_sent(request, notes.send_note(note, by=request.membership, now=clock.now()))  # type: ignore[attr-defined]
            return redirect(roundtable_url(note.roundtable))
        if note.is_sent:
            return redirect(roundtable_url(note.roundtable))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Look at the note"),
            "note": note,
            "roundtable": note.roundtable,
            "people": len(notes.recipients(note)),
        }
        return TemplateResponse(request, "roundtables/admin/note_send.html", context)

    @method_decorator([xframe_options_sameorigin, csp_override(LETTER_CSP)])
    def mail(self, request: HttpRequest, pk: int) -> HttpResponse:
        """As whoever looks would get it, in their language and zone."""
        note = found(request, pk)
        message = Message(kind=NOTE, user=request.user, pk=0)  # type: ignore[misc]
        message.address, message.program = message.user.email, note.program  # type: ignore[union-attr]
        html = str(render(letter_of(note, message), message, reader_of(message)).alternatives[0].content)  # type: ignore[attr-defined]
        return HttpResponse(html.replace("<head>", '<head><base target="_top">', 1))


def write(request: HttpRequest, note: Note, context: dict[str, Any]) -> HttpResponse:
    form = NoteForm(request.POST or None, instance=note)
    if request.method == "POST" and form.is_valid():
        note.sent_by = request.membership  # type: ignore[attr-defined]
        note = form.save()
        return redirect(reverse("admin:roundtables_note_send", args=[note.pk]))
    told = {"title": _("Write to the registered"), "roundtable": note.roundtable, "form": form}
    return TemplateResponse(request, "roundtables/admin/note_write.html", {**context, **told})


def found(request: HttpRequest, pk: int) -> Note:
    note = get_object_or_404(Note.objects.select_related("roundtable__series"), pk=pk)
    if not may_write(request):
        raise PermissionDenied
    return note


def may_write(request: HttpRequest) -> bool:
    return bool(request.user.has_perm("roundtables.add_note"))  # type: ignore[union-attr]


def say_sent(request: HttpRequest, count: int | None) -> None:
    if count is None:
        messages.info(request, _("This note was sent already; nobody gets it twice."))
        return
    words = ngettext("The note goes to %(count)s person.", "The note goes to %(count)s people.", count)
    messages.success(request, words % {"count": count})


def roundtable_url(roundtable: Roundtable) -> str:
    return reverse("admin:roundtables_roundtable_change", args=[roundtable.pk])
