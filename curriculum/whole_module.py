"""A module on one page, to print or to read without a connection: what is open to the reader, lesson after lesson."""

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from curriculum.entries import LessonEntry
from curriculum.gates import wall_before
from curriculum.reading import LessonBody, body_of
from curriculum.requests import MemberRequest, learner_for, words_for
from program.access import public
from program.public_pages import kept_seconds

KEPT = 60


@dataclass(frozen=True, slots=True)
class Part:
    lesson: LessonEntry
    body: LessonBody | None
    """None: it is not open to this reader."""


@public
@kept_seconds(KEPT)
def whole_module(request: MemberRequest, module: str) -> HttpResponse:
    everything, learner = words_for(request), learner_for(request)
    found = everything.by_slug.get(module)
    if found is None:
        raise Http404(_("There is no module at this address."))
    is_open = {lesson.ref: wall_before(lesson, everything, learner) is None for lesson in found.lessons}
    parts = [Part(lesson, body_of(lesson) if is_open[lesson.ref] else None) for lesson in found.lessons]
    return render(request, "curriculum/whole_module.html", {"module": found, "parts": parts})
