"""A Zoom of our own that speaks its protocol on this machine: tokens, meetings, and everything that can go wrong."""

import base64
import json
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any
from urllib.parse import parse_qs, urlsplit

ACCOUNT, CLIENT, SECRET = "account-1", "client-1", "hush-client-secret"


@dataclass(frozen=True)
class Trouble:
    """What the next call to the API meets instead of an answer, or after the work was done."""

    status: int = 0
    method: str = ""
    """Waits for a call of this kind; empty for any."""
    headers: dict[str, str] = field(default_factory=dict)
    is_silent: bool = False
    is_after_the_work: bool = False


class Zoom(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.meetings: dict[str, dict[str, Any]] = {}
        self.tokens: set[str] = set()
        self.asked: list[tuple[str, str]] = []
        self.troubles: deque[Trouble] = deque()
        self.numbers, self.page_size = count(85_746_065_001), 300
        self.let_go = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def methods(self) -> list[str]:
        """What was asked of the API, without tokens and lists."""
        return [method for method, path in self.asked if "/oauth/" not in path and method != "GET"]


class Answers(BaseHTTPRequestHandler):
    server: Zoom
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self.meet(self.token if self.path.startswith("/oauth/token") else self.create)

    def do_GET(self) -> None:
        self.meet(self.listing)

    def do_PATCH(self) -> None:
        self.meet(self.update)

    def do_DELETE(self) -> None:
        self.meet(self.delete)

    def meet(self, work: Any) -> None:
        self.server.asked.append((self.command, self.path))
        self.sent = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        is_token = work == self.token
        if not is_token and not self.knows_the_token():
            return self.say(401, {"code": 124, "message": "Invalid access token."})
        trouble = None if is_token else self.trouble()
        if trouble is None:
            return self.say(*work())
        if trouble.is_after_the_work:
            work()
        if trouble.is_silent:
            self.server.let_go.wait(20)
            self.close_connection = True
            return None
        return self.say(trouble.status, {"code": trouble.status, "message": "Trouble."}, trouble.headers)

    def trouble(self) -> Trouble | None:
        ahead = self.server.troubles[0] if self.server.troubles else None
        is_meant = ahead is not None and ahead.method in ("", self.command)
        return self.server.troubles.popleft() if is_meant else None

    def knows_the_token(self) -> bool:
        return self.headers.get("Authorization", "").removeprefix("Bearer ") in self.server.tokens

    def token(self) -> tuple[int, Any]:
        asked = parse_qs(urlsplit(self.path).query)
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if self.headers.get("Authorization") != f"Basic {basic}":
            return 401, {"reason": "Invalid client_id or client_secret", "error": "invalid_client"}
        if asked != {"grant_type": ["account_credentials"], "account_id": [ACCOUNT]}:
            return 400, {"reason": "Bad Request", "error": "invalid_request"}
        token = f"token-{len(self.server.asked)}"
        self.server.tokens.add(token)
        return 200, {"access_token": token, "token_type": "bearer", "expires_in": 3600, "scope": "meeting:write"}

    def create(self) -> tuple[int, Any]:
        if self.path != "/v2/users/host@example.org/meetings":
            return 404, {"code": 1001, "message": "User does not exist."}
        number = str(next(self.server.numbers))
        meeting = {**json.loads(self.sent), "id": int(number), "join_url": f"https://zoom.example/j/{number}?pwd=abc"}
        self.server.meetings[number] = meeting
        return 201, meeting

    def listing(self) -> tuple[int, Any]:
        asked = parse_qs(urlsplit(self.path).query)
        rows, first = list(self.server.meetings.values()), int(asked.get("next_page_token", ["0"])[0])
        last = first + self.server.page_size
        return 200, {
            "meetings": [{**row, "agenda": row["agenda"][:250]} for row in rows[first:last]],
            "next_page_token": str(last) if last < len(rows) else "",
        }

    def update(self) -> tuple[int, Any]:
        number = urlsplit(self.path).path.rpartition("/")[2]
        if number not in self.server.meetings:
            return 404, {"code": 3001, "message": "Meeting does not exist."}
        self.server.meetings[number] |= json.loads(self.sent)
        return 204, None

    def delete(self) -> tuple[int, Any]:
        number = urlsplit(self.path).path.rpartition("/")[2]
        if self.server.meetings.pop(number, None) is None:
            return 404, {"code": 3001, "message": "Meeting does not exist."}
        return 204, None

    def say(self, status: int, data: Any, headers: dict[str, str] | None = None) -> None:
        body = b"" if data is None else json.dumps(data).encode()
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Quiet."""


@contextmanager
def zoom_stand_in() -> Iterator[Zoom]:
    with Zoom() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield server
        finally:
            server.let_go.set()
            server.shutdown()
            thread.join()
