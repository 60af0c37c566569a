"""Whether this process lives, whether it can serve, and for which hosts certificates may be made."""

from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse

from program.access import public
from program.tenancy.hosts import host_name, program_of


def plain(text: str, status: int = 200) -> HttpResponse:
    return HttpResponse(f"{text}\n", content_type="text/plain; charset=utf-8", status=status)


@public
def livez(request: HttpRequest) -> HttpResponse:
    return plain("ok")


@public
def readyz(request: HttpRequest) -> HttpResponse:
    """Names the part that does not answer; 503 takes this process out of rotation."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception:
        return plain("postgresql does not answer", 503)
    try:
        cache.set("global:ready", 1, 5)
    except Exception:
        return plain("valkey does not answer", 503)
    return plain("ok")


@public
def tls_allowed(request: HttpRequest) -> HttpResponse:
    """Asked by Caddy before it fetches a certificate for a host."""
    served = program_of(host_name(request.GET.get("domain", "")))
    return plain("served") if served else plain("not served", 404)
