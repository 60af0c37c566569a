"""The sandbox takes no parameter that the real client does not know."""

import inspect
import re
from typing import Any

import pytest
import stripe.params
import stripe.params.billing_portal
import stripe.params.checkout
import stripe.params.test_helpers

from program.local.stripe import everything
from program.local.stripe.calls import CALLS, Call
from program.local.stripe.params import Reader

everything.load()

NAMES = {
    "/v1/checkout/sessions": (stripe.params.checkout, "Session"),
    "/v1/billing_portal/sessions": (stripe.params.billing_portal, "Session"),
    "/v1/billing_portal/configurations": (stripe.params.billing_portal, "Configuration"),
    "/v1/test_helpers/test_clocks": (stripe.params.test_helpers, "TestClock"),
    "/v1/invoiceitems": (stripe.params, "InvoiceItem"),
}
SPECIAL = {
    ("POST", "/v1/invoices/create_preview"): (stripe.params, "InvoiceCreatePreviewParams"),
    ("POST", "/v1/invoices/{invoice}/finalize"): (stripe.params, "InvoiceFinalizeInvoiceParams"),
    ("POST", "/v1/invoices/{invoice}/void"): (stripe.params, "InvoiceVoidInvoiceParams"),
    ("POST", "/v1/invoices/{invoice}/send"): (stripe.params, "InvoiceSendInvoiceParams"),
    ("GET", "/v1/invoices/{invoice}/lines"): (stripe.params, "InvoiceLineItemListParams"),
    ("GET", "/v1/checkout/sessions/{session}/line_items"): (stripe.params.checkout, "SessionLineItemListParams"),
    ("GET", "/v1/customers/{customer}/payment_methods"): (stripe.params, "CustomerPaymentMethodListParams"),
    ("DELETE", "/v1/subscriptions/{subscription}"): (stripe.params, "SubscriptionCancelParams"),
    ("DELETE", "/v1/subscriptions/{subscription}/discount"): (stripe.params, "SubscriptionDeleteDiscountParams"),
}


def params_of(call: Call) -> Any:
    if (call.method, call.path) in SPECIAL:
        module, name = SPECIAL[call.method, call.path]
        return getattr(module, name)
    head, _, tail = call.path.partition("/{")
    module, noun = NAMES.get(head, (stripe.params, _noun(head)))
    verb = tail.partition("}/")[2]
    return getattr(module, f"{noun}{_verb(call.method, tail, verb)}Params")


def _noun(head: str) -> str:
    word = head.rpartition("/")[2].removesuffix("s")
    return "".join(part.title() for part in word.split("_"))


def _verb(method: str, tail: str, verb: str) -> str:
    if verb:
        return "".join(part.title() for part in verb.split("_"))
    if method == "DELETE":
        return "Delete"
    return {("POST", True): "Update", ("POST", False): "Create", ("GET", True): "Retrieve"}.get(
        (method, bool(tail)), "List"
    )


def unknown(spec: Any, known: Any, path: str) -> list[str]:
    """Names in our specification, at any depth, that the client's types lack."""
    notes = known.__annotations__
    found = [f"{path}.{name}" for name in spec if name not in notes]
    for name, reader in spec.items():
        if name in notes and (inner := inner_spec(reader)):
            types = inner_types(known, str(notes[name]))
            if types:
                found += unknown(inner, _Joined(types), f"{path}.{name}")
    return found


class _Joined:
    def __init__(self, types: list[Any]) -> None:
        self.__annotations__ = {name: note for each in types for name, note in each.__annotations__.items()}
        self.__module__ = types[0].__module__


def inner_spec(reader: Reader) -> Any:
    """What `fields` was given, through `optional`, `list_of` and the like."""
    if not inspect.isfunction(reader):
        return None
    kept = inspect.getclosurevars(reader).nonlocals
    return kept["spec"] if "spec" in kept else inner_spec(kept["reader"]) if "reader" in kept else None


def inner_types(known: Any, note: str) -> list[Any]:
    module = inspect.getmodule(known) or __import__(known.__module__, fromlist=["_"])
    named = [getattr(module, word, None) for word in re.findall(r"\w+", note)]
    return [one for one in named if hasattr(one, "__annotations__")]


@pytest.mark.parametrize("call", [call for *_, call in CALLS], ids=lambda call: f"{call.method} {call.path}")
def test_parameters_are_those_of_the_client(call: Call) -> None:
    assert unknown(call.spec, params_of(call), call.path) == []


def test_a_made_up_parameter_would_be_found() -> None:
    create = next(call for *_, call in CALLS if (call.method, call.path) == ("POST", "/v1/subscriptions"))
    known = stripe.params.SubscriptionCreateParams
    assert unknown({**create.spec, "colour": str}, known, "x") == ["x.colour"]
    assert inner_types(known, str(known.__annotations__["items"])) == [stripe.params.SubscriptionCreateParamsItem]
