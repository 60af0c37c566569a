"""Filling in a worksheet, and the list of all that a venture has."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from curriculum.requests import learner_for, words_for
from curriculum.worksheets.beside import beside, disputes
from curriculum.worksheets.guarding import behind_the_wall
from curriculum.worksheets.listing import begun, open_and_empty
from curriculum.worksheets.saving import Saved, Typed, save
from curriculum.worksheets.sheet import Sheet, sheet_for
from curriculum.worksheets.sheet_form import SheetForm, rows
from members.models import Entitlement, Venture
from members.ventures.actions import AlreadyFounder, name_venture, part_of
from members.ventures.forms import VentureForm
from program import clock
from program.access import member_required

NAMING = "venture"


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
@behind_the_wall
def worksheet(request: HttpRequest, module: str, lesson: str) -> HttpResponse:
    sheet = sheet_for(request, module, lesson)
    if request.method == "POST":
        return save_page(request, sheet)
    naming = None if sheet.venture else VentureForm(prefix=NAMING)
    return page(request, sheet, SheetForm.showing(sheet.asked, sheet.currency, sheet.answers), naming)


def page(
    request: HttpRequest, sheet: Sheet, form: SheetForm, naming: VentureForm | None, status: int = 200
) -> HttpResponse:
    others = disputes(sheet.latest) if sheet.latest else {}
    context = {
        "sheet": sheet,
        "lesson": sheet.lesson,
        "form": form,
        "rows": list(rows(form, sheet.comments, others)),
        "comments": sheet.comments.get("", []),
        "naming": naming,
        "editing": uuid4(),
        "seen": beside(sheet.latest) if others and sheet.latest else 0,
        "may_ask": sheet.membership.has(Entitlement.FEEDBACK),
    }
    return render(request, "curriculum/worksheets/worksheet.html", context, status=status)


def save_page(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    form = SheetForm(sheet.asked, sheet.currency, request.POST)
    if not is_same_member(request, sheet):
        messages.error(request, _("Somebody else opened this page in this browser: nothing was saved here."))
        return page(request, sheet, SheetForm.showing(sheet.asked, sheet.currency, sheet.answers), None, status=409)
    venture = sheet.venture
    if venture is None:
        naming = VentureForm(request.POST, prefix=NAMING)
        if not naming.is_valid():
            return page(request, sheet, form, naming)
        venture = named(naming, sheet)
    typed = typed_in(request, form)
    if taken := request.POST.get("take"):
        typed = taking(typed, taken, sheet)
    saved = save(venture, sheet.lesson.ref, sheet.asked, typed, by=sheet.membership, now=clock.now())
    tell(request, saved, form)
    here = reverse("worksheet", args=[sheet.lesson.module_slug, sheet.lesson.slug])
    return redirect(f"{here}?saved={typed.editing}")  # The page's script forgets what it kept of that page.


def is_same_member(request: HttpRequest, sheet: Sheet) -> bool:
    """The page may have been opened by somebody who signed out since."""
    return request.POST.get("member", "") == str(sheet.membership.pk)


def typed_in(request: HttpRequest, form: SheetForm, *, is_autosave: bool = False) -> Typed:
    return Typed(
        answers=form.answers(),
        base=number_in(request, "base"),
        editing=editing_in(request),
        is_autosave=is_autosave,
        seen=number_in(request, "seen"),
    )


def taking(typed: Typed, name: str, sheet: Sheet) -> Typed:
    """The other's text instead of one's own; what else is disputed stays so."""
    others = disputes(sheet.latest) if sheet.latest else {}
    answers = {**typed.answers, **({name: others[name].answer} if name in others else {})}
    seen = typed.seen if set(others) <= {name} else 0
    return Typed(answers, typed.base, typed.editing, seen=seen)


def named(naming: VentureForm, sheet: Sheet) -> Venture:
    try:
        return name_venture(**naming.cleaned_data, by=sheet.membership, now=clock.now())
    except AlreadyFounder:
        part = part_of(sheet.membership)
        assert part is not None
        return part.venture


def number_in(request: HttpRequest, name: str) -> int:
    given = request.POST.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0


def editing_in(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("editing", ""))
    except ValueError:
        return uuid4()


def tell(request: HttpRequest, saved: Saved, form: SheetForm) -> None:
    if saved.version is None:
        messages.info(request, _("There was nothing to save yet."))
    elif not saved.is_changed:
        messages.info(request, _("Nothing has changed since version %(number)s.") % {"number": saved.version.number})
    else:
        messages.success(request, _("Saved as version %(number)s.") % {"number": saved.version.number})
    if saved.disputed:
        messages.warning(request, _("Somebody else wrote into the same fields meanwhile. Both texts are below."))
    if form.errors:
        words = ngettext(
            "One answer could not be read. It stays as you typed it.",
            "%(count)s answers could not be read. They stay as you typed them.",
            len(form.errors),
        )
        messages.warning(request, words % {"count": len(form.errors)})


@member_required
@require_safe
def worksheets(request: HttpRequest) -> HttpResponse:
    part = part_of(request.membership)  # type: ignore[attr-defined]
    everything, learner = words_for(request), learner_for(request)
    found = begun(part.venture, everything, learner) if part else []
    context = {
        "venture": part.venture if part else None,
        "begun": found,
        "empty": open_and_empty(everything, learner, {line.ref for line in found}),
    }
    return render(request, "curriculum/worksheets/worksheets.html", context)
