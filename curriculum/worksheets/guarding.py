"""What every page of a worksheet keeps to: never out of the browser's memory, and closed where its lesson is."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from curriculum.worksheets.sheet import Walled

type Page = Callable[..., HttpResponse]


def behind_the_wall(view: Page) -> Page:
    """Whoever may not read the lesson is sent to it, where it says why."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Walled as wall:
            return redirect(wall.lesson.url)

    return guarded
