"""No view, one query, one page: the three things a page of ours is compared with."""

from django.contrib.auth.models import Group
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

GROUP = "Founders"


def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse(GROUP)


def with_query(request: HttpRequest) -> HttpResponse:
    return HttpResponse(Group.objects.get(name=GROUP).name)


def page(request: HttpRequest) -> HttpResponse:
    return render(request, "page.html", {"group": Group.objects.get(name=GROUP)})
