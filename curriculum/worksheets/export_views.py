"""The newest version as a file."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from curriculum.worksheets.exporting import Paper, markdown_of, paper_of
from curriculum.worksheets.guarding import behind_the_wall
from curriculum.worksheets.sheet import Sheet, kept_sheet_for
from curriculum.worksheets.typesetting import NotTypeset, pdf_of
from program.access import member_required
from program.reader import zone_of


@member_required
@require_safe
@behind_the_wall
def markdown(request: HttpRequest, module: str, lesson: str) -> HttpResponse:
    sheet = kept_sheet_for(request, module, lesson)
    return as_file(markdown_of(paper(request, sheet)).encode(), "text/markdown; charset=utf-8", sheet, "md")


@member_required
@require_safe
@behind_the_wall
def pdf(request: HttpRequest, module: str, lesson: str) -> HttpResponse:
    sheet = kept_sheet_for(request, module, lesson)
    try:
        return as_file(pdf_of(paper(request, sheet)), "application/pdf", sheet, "pdf")
    except NotTypeset:
        context = {"sheet": sheet, "lesson": sheet.lesson}
        return render(request, "curriculum/worksheets/not_typeset.html", context, status=503)


def paper(request: HttpRequest, sheet: Sheet) -> Paper:
    assert sheet.latest is not None
    return paper_of(sheet, sheet.latest, request.program.name, zone_of(request))  # type: ignore[attr-defined]


def as_file(content: bytes, kind: str, sheet: Sheet, ending: str) -> HttpResponse:
    name = f"{sheet.lesson.slug}-{sheet.number}.{ending}"
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
