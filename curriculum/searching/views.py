from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from curriculum.requests import MemberRequest, languages_of, learner_for, words_for
from curriculum.searching.lessons import search_lessons
from curriculum.searching.references import search_references
from program.access import public

LONGEST = 120


@public
def search(request: MemberRequest) -> HttpResponse:
    words = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:LONGEST]
    context: dict[str, Any] = {"words": words}
    if words:
        everything = words_for(request)
        lessons = search_lessons(words, everything, learner_for(request))
        context |= {"lessons": lessons, **search_references(words, *languages_of(request))}
    return render(request, "curriculum/search.html", context)
