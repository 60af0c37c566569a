"""Setup intents: a card is kept for later, and nothing is taken now."""

from program.local.stripe.calls import call
from program.local.stripe.customers.methods import attach, card_of, declined
from program.local.stripe.lists import listed
from program.local.stripe.objects import Object, new_id, random_text
from program.local.stripe.params import RANGE, text
from program.local.stripe.unit import Unit

URL = "/v1/setup_intents"
NOTHING = (
    "application", "automatic_payment_methods", "cancellation_reason", "description", "excluded_payment_method_types",
    "flow_directions", "last_setup_error", "latest_attempt", "mandate", "next_action", "on_behalf_of",
    "payment_method_configuration_details", "single_use_mandate",
)  # fmt: skip


def set_up(unit: Unit, method: Object, customer: Object) -> Object:
    """The customer agrees that the card is charged later; 3-D Secure has been passed where it was asked for."""
    card = card_of(method)
    if not card.attach:
        raise declined(card)
    own_id = new_id("setup_intent")
    made = unit.new(
        "setup_intent",
        id=own_id,
        **dict.fromkeys(NOTHING),
        client_secret=f"{own_id}_secret_{random_text(31)}",
        customer=customer["id"],
        metadata={},
        payment_method=None,
        payment_method_options={"card": {"request_three_d_secure": "automatic"}},
        payment_method_types=["card"],
        status="requires_payment_method",
        usage="off_session",
    )
    unit.emit("setup_intent.created", made)
    with unit.changing(made), unit.changing(method):
        made.update(status="succeeded", payment_method=method["id"])
        method["_ready"] = True
    unit.emit("setup_intent.succeeded", made)
    attach(unit, method, customer)
    return made


@call("GET", URL, {"created": RANGE, "customer": text, "payment_method": text})
def index(unit: Unit, given: Object) -> Object:
    return listed(unit, "setup_intent", URL, given)


@call("GET", f"{URL}/{{intent}}", {"client_secret": text})
def retrieve(unit: Unit, given: Object, intent: str) -> Object:
    return unit.get("setup_intent", intent, "intent", status=404)
