"""Events: what happened, as it looked then."""

import json

from program.local.stripe.calls import call
from program.local.stripe.lists import listed
from program.local.stripe.objects import Object
from program.local.stripe.params import RANGE, flag, list_of, text
from program.local.stripe.present import look
from program.local.stripe.store import Account
from program.local.stripe.unit import Unit

URL = "/v1/events"


def as_told(event: Object) -> Object:
    shown = {name: value for name, value in event.items() if name[0] != "_"}
    return shown | {"data": json.loads(event["_data"])}


@look("event")
def _shown(account: Account, shown: Object, event: Object) -> None:
    shown["data"] = json.loads(event["_data"])


@call("GET", URL, {"type": text, "types": list_of(text), "created": RANGE, "delivery_success": flag})
def index(unit: Unit, given: Object) -> Object:
    return listed(
        unit,
        "event",
        URL,
        given,
        type=lambda event, wanted: _matches(event["type"], wanted),
        types=lambda event, wanted: any(_matches(event["type"], one) for one in wanted),
        delivery_success=lambda event, wanted: (not event["_pending"]) == wanted,
    )


def _matches(kind: str, wanted: str) -> bool:
    return kind == wanted or (wanted.endswith("*") and kind.startswith(wanted[:-1]))


@call("GET", f"{URL}/{{event}}")
def retrieve(unit: Unit, given: Object, event: str) -> Object:
    return unit.get("event", event, "id", status=404)
