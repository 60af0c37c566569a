from django.http import HttpResponse
from django.shortcuts import render

from curriculum.library.mistakes import catalogue_of_mistakes
from curriculum.library.shelves import own_shelf, shelves
from curriculum.requests import MemberRequest, languages_of, learner_for, words_for
from curriculum.shared.references import references
from program.access import public
from program.public_pages import kept_seconds

KEPT = 60


@public
@kept_seconds(KEPT)
def library(request: MemberRequest) -> HttpResponse:
    books = references("book", *languages_of(request))
    context = {"own": own_shelf(), "shelves": shelves(words_for(request), books)}
    return render(request, "curriculum/library/library.html", context)


@public
@kept_seconds(KEPT)
def mistakes(request: MemberRequest) -> HttpResponse:
    found = catalogue_of_mistakes(words_for(request), learner_for(request), *languages_of(request))
    return render(request, "curriculum/library/mistakes.html", found)
