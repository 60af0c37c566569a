"""The HTTP server, on this machine's own address only."""

import json
import socket
import sys
import time
import traceback
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from program.local.stripe import api, control, errors
from program.local.stripe.api import Answer, Request, Silence
from program.local.stripe.pages import routes
from program.local.stripe.sandbox import Sandbox

ADDRESS = "127.0.0.1"
HOSTS = ("127.0.0.1", "localhost", "[::1]")
LONGEST = 1_000_000  # bytes of a request


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, port: int) -> None:
        super().__init__((ADDRESS, port), Handler)
        self.sandbox: Sandbox

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away in the middle is no news."""
        if not isinstance(sys.exc_info()[1], ConnectionError | TimeoutError):
            super().handle_error(request, client_address)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "StripeSandbox"
    sys_version = ""
    disable_nagle_algorithm = True
    server: Server

    def do_GET(self) -> None:
        self._serve()

    do_POST = do_DELETE = do_GET  # noqa: N815 - http.server calls them

    def _serve(self) -> None:
        length = self.headers.get("Content-Length") or "0"
        if not length.isdecimal() or int(length) > LONGEST:
            self.close_connection = True
            self._send(Answer(413, json.dumps({"error": {"message": "Request too large", "type": "api_error"}})))
            return
        body = self.rfile.read(int(length))
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request(self.command, self.path, headers, body)
        try:
            self._send(answer(self.server.sandbox, request))
        except Silence as silence:
            self._hang_up(silence.seconds)
        except Exception:  # A mistake of the sandbox itself; nothing of the call stays.
            traceback.print_exc()
            self._send(Answer(500, json.dumps({"error": errors.broken().error})))

    def _send(self, found: Answer) -> None:
        content = found.body.encode()
        self.send_response(found.status)
        for name, value in ({"Content-Type": "application/json"} | found.headers).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _hang_up(self, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and not self.server.sandbox.ended.is_set():
            time.sleep(0.02)
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, format: str, *args: Any) -> None:
        pass


def answer(sandbox: Sandbox, request: Request) -> Answer:
    host = request.headers.get("host", "").rpartition(":")[0] or request.headers.get("host", "")
    if host not in HOSTS:
        return Answer(
            403, json.dumps({"error": {"message": f"This sandbox answers on this machine only, not {host}."}})
        )
    if request.path.startswith(("/v1/", "/v2/")):
        return api.answer(sandbox, request)
    if request.path.startswith("/_sandbox/"):
        return control.answer(sandbox, request)
    return routes.answer(sandbox, request)
