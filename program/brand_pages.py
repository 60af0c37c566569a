"""A program's colour and logo, served on its own host and kept by browsers for ever."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase

from program import brand
from program.access import public

FOR_EVER = "public, max-age=31536000, immutable"


@public
def stylesheet(request: HttpRequest, accent: str) -> HttpResponse:
    return HttpResponse(
        brand.stylesheet(f"#{accent}"), content_type="text/css; charset=utf-8", headers={"Cache-Control": FOR_EVER}
    )


@public
def logo(request: HttpRequest, name: str) -> HttpResponseBase:
    """Only the logo this program has now; its file is found through the program, never by its path."""
    stored = request.program.logo  # type: ignore[attr-defined]
    if not stored or stored.name.rpartition("/")[2] != name:
        raise Http404
    return FileResponse(stored.open(), headers={"Cache-Control": FOR_EVER, "Content-Disposition": "inline"})
