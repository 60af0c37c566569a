"""The curriculum for machines: what everybody may know of it, and no lesson's text."""

from typing import Any

from django.http import JsonResponse

from curriculum.entries import LessonEntry, ModuleEntry
from curriculum.requests import MemberRequest, words_for
from program.access import public
from program.public_pages import kept_seconds

KEPT = 60


@public
@kept_seconds(KEPT)
def curriculum_json(request: MemberRequest) -> JsonResponse:
    modules = [module_as(request, module) for module in words_for(request).modules]
    return JsonResponse({"program": request.program.name, "modules": modules})  # type: ignore[attr-defined]


def module_as(request: MemberRequest, module: ModuleEntry) -> dict[str, Any]:
    return {
        "title": module.title,
        "promise": module.promise,
        "language": module.language,
        "url": request.build_absolute_uri(module.url),
        "opens_after": list(module.requires),
        "lessons": [lesson_as(request, lesson) for lesson in module.lessons],
    }


def lesson_as(request: MemberRequest, lesson: LessonEntry) -> dict[str, Any]:
    return {
        "title": lesson.title,
        "summary": lesson.summary,
        "teaser": lesson.teaser,
        "language": lesson.language,
        "url": request.build_absolute_uri(lesson.url),
        "tier": lesson.tier,
        "minutes": lesson.minutes,
    }
