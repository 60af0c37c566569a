"""A module on one page, to print or to read without a connection: what is open to the reader, lesson after lesson."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render

from curriculum.entries import LessonEntry
from curriculum.gates import may_read
from curriculum.reading import LessonBody, body_of
from curriculum.requests import MemberRequest, learner_for, module_or_404, words_for
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
    found = module_or_404(everything, module)
    parts = [
        Part(lesson, body_of(lesson) if may_read(lesson, everything, learner) else None) for lesson in found.lessons
    ]
    return render(request, "curriculum/whole_module.html", {"module": found, "parts": parts})
