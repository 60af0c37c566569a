"""What each tier gives, for whom it is, and for whom not yet."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from program.access import public
from program.public_pages import kept_seconds


@public
@kept_seconds(60)
def premium(request: HttpRequest) -> HttpResponse:
    return render(request, "premium.html")
