"""One request to the API: who asks, chaos, idempotency, parameters, the handler, the answer."""

import json
import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from program.local.stripe import calls, errors, form, idempotency
from program.local.stripe.errors import StripeError
from program.local.stripe.objects import API_VERSION, Object, random_text
from program.local.stripe.params import read_all
from program.local.stripe.present import present
from program.local.stripe.sandbox import Sandbox
from program.local.stripe.store import Account
from program.local.stripe.unit import Unit


@dataclass
class Request:
    method: str
    target: str
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def given(self) -> Object:
        coded = self.body.decode("utf-8", "replace") if self.method == "POST" else urlsplit(self.target).query
        return form.decode(coded)


@dataclass
class Answer:
    status: int
    body: str
    headers: dict[str, str] = field(default_factory=dict)


class Silence(Exception):
    """The connection ends without an answer, after some seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def answer(sandbox: Sandbox, request: Request) -> Answer:
    request_id = f"req_{random_text(14)}"
    headers = {"Request-Id": request_id, "Stripe-Version": request.headers.get("stripe-version", API_VERSION)}
    try:
        found = _answer(sandbox, request, request_id)
    except StripeError as error:
        found = Answer(error.status, _error_body(error, request_id))
    if request.method == "POST" and (key := request.headers.get("idempotency-key")):
        headers["Idempotency-Key"] = key
    found.headers = headers | found.headers
    return found


def _answer(sandbox: Sandbox, request: Request, request_id: str) -> Answer:
    _trouble(sandbox, request.path)
    account = _account(sandbox, request)
    found = calls.find(request.method, request.path)
    if found is None:
        raise errors.unrecognized(request.method, request.path)
    key = request.headers.get("idempotency-key") if request.method == "POST" else None
    with sandbox.keys.held(account, key):
        if (slow := sandbox.chaos.strikes("slow", request.path)) is not None:
            time.sleep(slow)
        made = _made(sandbox, account, request, request_id, key)
    if sandbox.chaos.strikes("lost_answer", request.path) is not None:
        raise Silence(0)
    return made


def _trouble(sandbox: Sandbox, path: str) -> None:
    if (seconds := sandbox.chaos.strikes("time_out", path)) is not None:
        raise Silence(seconds)
    if sandbox.chaos.strikes("rate_limit", path) is not None:
        raise errors.rate_limited()
    if sandbox.chaos.strikes("server_error", path) is not None:
        raise errors.broken()


def _account(sandbox: Sandbox, request: Request) -> Account:
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not key:
        raise errors.unauthorized(
            "You did not provide an API key. You need to provide your API key in the Authorization header, using "
            "Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY')."
        )
    if not key.startswith("sk_test_") or len(key) <= len("sk_test_"):
        raise errors.unauthorized(f"Invalid API Key provided: {key[:8]}{'*' * 8}{key[-4:]}")
    with sandbox.store.lock:
        return sandbox.store.account(key)


def _made(sandbox: Sandbox, account: Account, request: Request, request_id: str, key: str | None) -> Answer:
    print_of = idempotency.fingerprint(request.method, request.path, request.body)
    with sandbox.store.lock:
        if key and (before := idempotency.kept(account, key, print_of, int(time.time()))):
            return Answer(before["status"], before["body"], {"Idempotent-Replayed": "true"})
        call, ids = calls.find(request.method, request.path) or (None, {})
        assert call
        given = read_all(call.spec, request.given, call.required)
        with sandbox.change(account, {"id": request_id, "idempotency_key": key}) as unit:
            made = _run(unit, call, given, ids, request_id)
            if key:
                unit.now = int(time.time())
                idempotency.keep(unit, key, print_of, made.status, made.body)
        return made


def _run(unit: Unit, call: calls.Call, given: Object, ids: Object, request_id: str) -> Answer:
    expand = given.pop("expand", None)
    try:
        made = call.handler(unit, given, **ids)
        return Answer(200, json.dumps(present(unit.account, made, expand), indent=2))
    except StripeError as error:
        if not error.keep:
            unit.undo()
        return Answer(error.status, _error_body(error, request_id))


def _error_body(error: StripeError, request_id: str) -> str:
    log = f"https://dashboard.stripe.com/test/logs/{request_id}"
    return json.dumps({"error": {**error.error, "request_log_url": log}}, indent=2)
