"""Somebody who listens to webhooks and writes down what came."""

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import stripe


@dataclass
class Arrival:
    body: bytes
    signature: str
    host: str

    def event(self, secret: str) -> stripe.Event:
        found: stripe.Event = stripe.Webhook.construct_event(self.body, self.signature, secret)
        return found


@dataclass
class Receiver:
    server: ThreadingHTTPServer
    arrived: list[Arrival] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)  # then 200 for ever

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}/stripe/webhook/"

    def events(self, secret: str) -> list[stripe.Event]:
        return [one.event(secret) for one in list(self.arrived)]

    def types(self) -> list[str]:
        return [stripe.Event.construct_from(_json(one.body), None).type for one in list(self.arrived)]

    def wait(self, reached: Callable[[], bool], seconds: float = 5) -> None:
        deadline = time.monotonic() + seconds
        while not reached():
            assert time.monotonic() < deadline, self.types()
            time.sleep(0.005)


def _json(body: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(body)
    return found


def listen() -> Receiver:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.arrived.append(Arrival(body, self.headers["Stripe-Signature"], self.headers["Host"]))
            self.send_response(receiver.answers.pop(0) if receiver.answers else 200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            pass

    receiver = Receiver(ThreadingHTTPServer(("127.0.0.1", 0), Handler))
    threading.Thread(target=receiver.server.serve_forever, args=(0.02,), daemon=True).start()
    return receiver
