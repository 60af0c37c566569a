"""Billing Portal sessions: an address at which a customer looks after what they pay."""

from program.local.stripe.calls import call
from program.local.stripe.errors import missing
from program.local.stripe.objects import Object, new_id
from program.local.stripe.params import choice, fields, text
from program.local.stripe.portal.configurations import default_configuration
from program.local.stripe.unit import Unit

SUBSCRIPTION = fields({"subscription": text}, required=("subscription",))
TYPES = choice("payment_method_update", "subscription_cancel", "subscription_update")
AFTER = fields(
    {
        "type": choice("hosted_confirmation", "portal_homepage", "redirect"),
        "redirect": fields({"return_url": text}),
        "hosted_confirmation": fields({"custom_message": text}),
    },
    required=("type",),
)
FLOW = fields(
    {
        "type": TYPES,
        "after_completion": AFTER,
        "subscription_cancel": SUBSCRIPTION,
        "subscription_update": SUBSCRIPTION,
    },
    required=("type",),
)
CREATE = {"customer": text, "configuration": text, "flow_data": FLOW, "locale": text, "return_url": text}


@call("POST", "/v1/billing_portal/sessions", CREATE, required=("customer",))
def create(unit: Unit, given: Object) -> Object:
    customer = unit.get("customer", given["customer"], "customer")
    wanted = given.get("configuration")
    config = (
        unit.get("billing_portal.configuration", wanted, "configuration") if wanted else default_configuration(unit)
    )
    own_id = new_id("billing_portal.session")
    return unit.new(
        "billing_portal.session",
        id=own_id,
        configuration=config["id"],
        customer=customer["id"],
        customer_account=None,
        flow=_flow(unit, given.get("flow_data")),
        locale=given.get("locale"),
        on_behalf_of=None,
        return_url=given.get("return_url") or config["default_return_url"],
        url=f"{unit.base_url}/p/session/{own_id}",
    )


def _flow(unit: Unit, given: Object | None) -> Object | None:
    if not given:
        return None
    kind = given["type"]
    if kind != "payment_method_update":
        if kind not in given:
            raise missing(f"flow_data[{kind}]")
        unit.get("subscription", given[kind]["subscription"], f"flow_data[{kind}][subscription]")
    names = ("subscription_cancel", "subscription_update", "subscription_update_confirm")
    after = {"hosted_confirmation": None, "redirect": None, "type": "portal_homepage"}
    made: Object = {"after_completion": after | given.get("after_completion", {}), "type": kind}
    return {**dict.fromkeys(names), **made, **{name: given[name] for name in names if name in given}}
