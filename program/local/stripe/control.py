"""The control API under /_sandbox/: chaos, clock, disputes, what was delivered. JSON in, JSON out."""

import json
from collections.abc import Callable
from typing import Any

from program.local.stripe.api import Answer, Request
from program.local.stripe.checkout.delayed import arrive
from program.local.stripe.errors import StripeError
from program.local.stripe.objects import Object
from program.local.stripe.paying.disputes import close_dispute, open_dispute
from program.local.stripe.present import present
from program.local.stripe.sandbox import Sandbox
from program.local.stripe.settings import change_settings

type Act = Callable[[Sandbox, Object], Any]


def answer(sandbox: Sandbox, request: Request) -> Answer:
    """The content type has to be JSON: no form of a foreign page can do anything here."""
    act = ACTS.get((request.method, request.path.removeprefix("/_sandbox/").strip("/")))
    if act is None:
        return _said(404, {"error": f"Unknown. There are: {', '.join(sorted({name for _, name in ACTS}))}"})
    if request.method == "POST" and "json" not in request.headers.get("content-type", ""):
        return _said(415, {"error": "Content-Type: expected application/json"})
    try:
        return _said(200, act(sandbox, json.loads(request.body or b"{}")))
    except StripeError as error:
        return _said(error.status, {"error": error.error["message"]})
    except (ValueError, TypeError, KeyError) as error:
        return _said(400, {"error": f"{type(error).__name__}: {error}"})


def _said(status: int, body: Any) -> Answer:
    return Answer(status, json.dumps(body, indent=2))


def status(sandbox: Sandbox, given: Object) -> Object:
    counts = {
        account.key: {kind: len(found) for kind, found in account.kinds.items() if kind[0] != "_"}
        for account in sandbox.store.accounts.values()
        if account.key.startswith("sk_test_")
    }
    return {"sandbox": "No money moves.", "now": sandbox.now(), "accounts": counts, "chaos": sandbox.chaos.shown()}


def chaos(sandbox: Sandbox, given: Object) -> Object:
    """{"seed": 7, "duplicate": {"share": 0.3, "amount": 3}}; {"reset": true} turns all of it off."""
    if given.pop("reset", False):
        sandbox.chaos.reset()
    sandbox.chaos.take(given)
    return sandbox.chaos.shown()


def clock(sandbox: Sandbox, given: Object) -> Object:
    """{"advance": seconds}"""
    return {"now": sandbox.advance(int(given["advance"]))}


def deliveries(sandbox: Sandbox, given: Object) -> Object:
    return {"waiting": len(sandbox.courier.waiting), "deliveries": list(sandbox.courier.log)}


def dispute(sandbox: Sandbox, given: Object) -> Object:
    """{"key": ..., "charge": ..., "reason": ...}, or {"key": ..., "dispute": ..., "status": "won"} to end one."""
    with sandbox.change(sandbox.store.account(given["key"])) as unit:
        if "dispute" in given:
            made = close_dispute(unit, unit.get("dispute", given["dispute"], "dispute"), given["status"])
        else:
            charge = unit.get("charge", given["charge"], "charge")
            made = open_dispute(unit, charge, reason=given.get("reason", "fraudulent"), amount=given.get("amount"))
        return present(unit.account, made)


def fail_next(sandbox: Sandbox, given: Object) -> Object:
    """{"key": ..., "customer": ..., "code": "insufficient_funds", "times": 1}: that customer's next payments fail."""
    with sandbox.change(sandbox.store.account(given["key"])) as unit:
        customer = unit.get("customer", given["customer"], "customer")
        with unit.changing(customer):
            customer["_fail_next"] = {"code": given.get("code", "insufficient_funds"), "times": given.get("times", 1)}
        return {"customer": customer["id"], **customer["_fail_next"]}


def settle(sandbox: Sandbox, given: Object) -> Object:
    """{"key": ..., "session": ..., "paid": true}: a delayed payment arrives, or fails."""
    with sandbox.change(sandbox.store.account(given["key"])) as unit:
        session = unit.get("checkout.session", given["session"], "session")
        return present(unit.account, arrive(unit, session, paid=bool(given.get("paid", True))))


def settings(sandbox: Sandbox, given: Object) -> Object:
    """{"key": ..., "retry_days": [3, 5, 7], "after_retries": "cancel", "upcoming_days": 7}"""
    with sandbox.change(sandbox.store.account(given.pop("key"))) as unit:
        return change_settings(unit, given)


def reset(sandbox: Sandbox, given: Object) -> Object:
    """{"key": ...}: the account is as new."""
    sandbox.reset(given["key"])
    return {"reset": given["key"]}


ACTS: dict[tuple[str, str], Act] = {
    ("GET", "status"): status,
    ("POST", "chaos"): chaos,
    ("POST", "clock"): clock,
    ("GET", "deliveries"): deliveries,
    ("POST", "dispute"): dispute,
    ("POST", "fail_next"): fail_next,
    ("POST", "settle"): settle,
    ("POST", "settings"): settings,
    ("POST", "reset"): reset,
}
