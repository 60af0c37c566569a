"""Earlier versions: listed, read, compared, restored."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from curriculum.worksheets.answers import told
from curriculum.worksheets.beside import restored_from
from curriculum.worksheets.comparing import differences, fields_of
from curriculum.worksheets.guarding import behind_the_wall
from curriculum.worksheets.history import history_page
from curriculum.worksheets.saving import restore
from curriculum.worksheets.sheet import kept_sheet_for, sheet_for, version_or_404
from program import clock
from program.access import member_required


@member_required
@require_safe
@behind_the_wall
def versions(request: HttpRequest, module: str, lesson: str) -> HttpResponse:
    sheet = sheet_for(request, module, lesson)
    page = history_page(request, sheet.row) if sheet.row else None
    context = {"sheet": sheet, "lesson": sheet.lesson, "page": page}
    return render(request, "curriculum/worksheets/versions.html", context)


@member_required
@require_safe
@behind_the_wall
def version(request: HttpRequest, module: str, lesson: str, number: int) -> HttpResponse:
    """As it was, every answer."""
    sheet = kept_sheet_for(request, module, lesson)
    found = version_or_404(sheet, number)
    lines = [
        (field, told(field, found.answers.get(field["name"]), sheet.currency))
        for field in fields_of(sheet.asked, found)
    ]
    context = {"sheet": sheet, "lesson": sheet.lesson, "version": found, "lines": lines}
    return render(request, "curriculum/worksheets/version.html", {**context, "restored_from": restored_from(found)})


@member_required
@require_safe
@behind_the_wall
def compare(request: HttpRequest, module: str, lesson: str) -> HttpResponse:
    """Two of them, the earlier first whichever was chosen first; without a choice the last two."""
    sheet = kept_sheet_for(request, module, lesson)
    chosen = sorted((number(request, "from", sheet.number - 1), number(request, "to", sheet.number)))
    before, after = (version_or_404(sheet, one) for one in chosen)
    context = {
        "sheet": sheet,
        "lesson": sheet.lesson,
        "before": before,
        "after": after,
        "differences": differences(before, after, sheet.asked, sheet.currency),
    }
    return render(request, "curriculum/worksheets/compare.html", context)


def number(request: HttpRequest, name: str, otherwise: int) -> int:
    given = request.GET.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else max(otherwise, 1)


@member_required
@require_POST
@behind_the_wall
def restore_version(request: HttpRequest, module: str, lesson: str, number: int) -> HttpResponse:
    sheet = kept_sheet_for(request, module, lesson)
    version_or_404(sheet, number)
    assert sheet.row is not None
    made = restore(sheet.row, number, by=sheet.membership, now=clock.now())
    if made is None:
        messages.info(request, _("Version %(number)s says what stands there now.") % {"number": number})
    else:
        said = _("Version %(number)s is back, as version %(new)s. What stood there stays in the history.")
        messages.success(request, said % {"number": number, "new": made.number})
    return redirect("worksheet", module, lesson)
