"""The API of subscription items: each change is one of their subscription."""

from program.local.stripe.calls import call
from program.local.stripe.errors import no_such
from program.local.stripe.lists import paged
from program.local.stripe.objects import Object
from program.local.stripe.params import Spec, flag, text, whole
from program.local.stripe.subscriptions.calls import ITEM, PRORATION, SHARED, one_of
from program.local.stripe.subscriptions.shape import items
from program.local.stripe.subscriptions.updating import update as update_subscription
from program.local.stripe.unit import Unit

URL = "/v1/subscription_items"
BILLING: Spec = {
    "payment_behavior": SHARED["payment_behavior"],
    "proration_behavior": PRORATION,
    "proration_date": whole,
}


@call("GET", URL, {"subscription": text}, required=("subscription",))
def index(unit: Unit, given: Object) -> Object:
    one = unit.get("subscription", given["subscription"], "subscription")
    return paged(unit, items(one), "subscription_item", one["items"]["url"], given)


@call("GET", f"{URL}/{{item}}")
def retrieve(unit: Unit, given: Object, item: str) -> Object:
    return _find(unit, item)[1]


def _find(unit: Unit, item: str) -> tuple[Object, Object]:
    for subscription in unit.account.all("subscription"):
        for one in items(subscription):
            if one["id"] == item:
                return one_of(unit, subscription["id"]), one
    raise no_such("subscription_item", item, "item", 404)


@call("POST", URL, {**ITEM, **BILLING, "subscription": text}, required=("subscription", "price"))
def create(unit: Unit, given: Object) -> Object:
    one = unit.get("subscription", given["subscription"], "subscription")
    unit.follow(one)
    wanted = {name: given[name] for name in ITEM if name in given}
    _change(unit, one, wanted, given)
    return items(one)[-1]


@call("POST", f"{URL}/{{item}}", {**ITEM, **BILLING})
def update(unit: Unit, given: Object, item: str) -> Object:
    one, _ = _find(unit, item)
    _change(unit, one, {"id": item, **{name: given[name] for name in ITEM if name in given}}, given)
    return _find(unit, item)[1]


@call("DELETE", f"{URL}/{{item}}", {**BILLING, "clear_usage": flag})
def delete(unit: Unit, given: Object, item: str) -> Object:
    one, _ = _find(unit, item)
    _change(unit, one, {"id": item, "deleted": True}, given)
    return {"id": item, "object": "subscription_item", "deleted": True}


def _change(unit: Unit, subscription: Object, wanted: Object, given: Object) -> None:
    billing = {name: given[name] for name in BILLING if name in given}
    update_subscription(unit, subscription, {"items": [wanted], **billing})
