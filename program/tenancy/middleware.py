"""A request's program: found by its host, in scope until the last byte."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render

from program.models import Program
from program.tenancy.hosts import address_of, host_name, program_of, served_hosts
from program.tenancy.scope import program_scope

HEALTH_PATHS = frozenset({"/livez", "/readyz", "/tls/allowed"})


def unknown_host(request: HttpRequest) -> HttpResponse:
    return render(
        request, "unknown_host.html", {"hosts": {host: address_of(host, "/") for host in served_hosts()}}, status=404
    )


def within_scope(program: Program, body: Iterator[bytes]) -> Iterator[bytes]:
    with program_scope(program.pk):
        yield from body


class ProgramMiddleware:
    """Everything inside, rendering included, runs in one transaction bound to the program.

    This replaces ATOMIC_REQUESTS: any exception a view raises, a 404 included, undoes its writes.
    """

    sync_capable = True
    async_capable = False

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path in HEALTH_PATHS:
            return self.get_response(request)
        program = program_of(host_name(request.META.get("HTTP_HOST", "")))
        if program is None:
            return unknown_host(request)
        return self._respond(request, program)

    def _respond(self, request: HttpRequest, program: Program) -> HttpResponseBase:
        request.program = program  # type: ignore[attr-defined]
        request.view_failed = False  # type: ignore[attr-defined]
        with program_scope(program.pk):
            response = self.get_response(request)
            if request.view_failed or response.status_code >= 500:  # type: ignore[attr-defined]
                transaction.set_rollback(True)
        if isinstance(response, StreamingHttpResponse) and not response.is_async:
            streamed: Any = response.streaming_content
            response.streaming_content = within_scope(program, streamed)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        request.view_failed = True  # type: ignore[attr-defined]
