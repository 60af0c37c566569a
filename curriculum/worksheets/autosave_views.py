"""Saving by itself: what the page's script posts a few seconds after the last key."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from curriculum.worksheets.answers import typed as as_typed
from curriculum.worksheets.beside import OtherText, beside, disputes
from curriculum.worksheets.saving import Saved, save
from curriculum.worksheets.sheet import Sheet, Walled, sheet_for
from curriculum.worksheets.sheet_form import PREFIX, SheetForm
from curriculum.worksheets.standing import standing_of
from curriculum.worksheets.views import is_same_member, typed_in
from program import clock
from program.access import member_required
from program.reader import zone_of

REFUSED = 409


@member_required
@never_cache
@require_POST
def autosave(request: HttpRequest, module: str, lesson: str) -> HttpResponse:
    """What it cannot take the browser keeps, and says why."""
    try:
        sheet = sheet_for(request, module, lesson)
    except Walled:
        return refused(_("This lesson is not open to you any more."))
    if not is_same_member(request, sheet):
        return refused(_("Somebody else is signed in in this browser now."))
    if sheet.venture is None:
        return refused(_("Your venture needs a name first: reload this page."))
    form = SheetForm(sheet.asked, sheet.currency, request.POST)
    typed = typed_in(request, form, is_autosave=True)
    saved = save(sheet.venture, sheet.lesson.ref, sheet.asked, typed, by=sheet.membership, now=clock.now())
    return JsonResponse(answer(request, sheet, form, saved))


def refused(said: str) -> HttpResponse:
    return JsonResponse({"said": said}, status=REFUSED)


def answer(request: HttpRequest, sheet: Sheet, form: SheetForm, saved: Saved) -> dict[str, Any]:
    """What stands there now: others may have written, and the page goes on from there."""
    now = clock.now()
    kept = saved.version.answers if saved.version else {}
    others = disputes(saved.version) if saved.version else {}
    return {
        "base": saved.version.number if saved.version else 0,
        "editing": str(saved.version.editing or "") if saved.version and saved.is_changed else "",
        "said": _("Saved at %(time)s.") % {"time": clock.local_time(now, zone_of(request), style="time")},
        "standing": standing_of(sheet.asked, kept).count,
        "answers": {f"{PREFIX}-{f['name']}": as_typed(f, kept.get(f["name"])) for f in sheet.asked},
        "complaints": form.complaints(),
        "seen": beside(saved.version) if saved.version and others else 0,
        "others": {f"{PREFIX}-{name}": other_html(sheet, name, other) for name, other in others.items()},
    }


def other_html(sheet: Sheet, name: str, other: OtherText) -> str:
    field = next((field for field in sheet.asked if field["name"] == name), None)
    context = {"field": field, "other": other, "currency": sheet.currency}
    return render_to_string("curriculum/worksheets/other.html", context) if field else ""
