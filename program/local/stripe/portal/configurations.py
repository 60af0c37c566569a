"""What customers may do in the Billing Portal."""

from program.local.stripe.calls import call
from program.local.stripe.lists import listed
from program.local.stripe.objects import Object
from program.local.stripe.params import Spec, choice, fields, flag, list_of, metadata, optional, text
from program.local.stripe.records import apply, clean
from program.local.stripe.unit import Unit

URL = "/v1/billing_portal/configurations"
PRODUCT = fields({"product": text, "prices": list_of(text)}, required=("product", "prices"))
PRORATION = choice("always_invoice", "create_prorations", "none")
FEATURES = fields(
    {
        "customer_update": fields({"enabled": flag, "allowed_updates": list_of(text)}),
        "invoice_history": fields({"enabled": flag}),
        "payment_method_update": fields({"enabled": flag}),
        "subscription_cancel": fields(
            {"enabled": flag, "mode": choice("at_period_end", "immediately"), "proration_behavior": PRORATION}
        ),
        "subscription_update": fields(
            {
                "enabled": flag,
                "default_allowed_updates": list_of(choice("price", "promotion_code", "quantity")),
                "products": list_of(PRODUCT),
                "proration_behavior": PRORATION,
            }
        ),
    }
)
PROFILE = fields(
    {"headline": optional(text), "privacy_policy_url": optional(text), "terms_of_service_url": optional(text)}
)
CREATE: Spec = {
    "business_profile": PROFILE,
    "default_return_url": optional(text),
    "features": FEATURES,
    "metadata": metadata,
    "name": optional(text),
}
UPDATE: Spec = {**CREATE, "active": flag}


def _features(given: Object) -> Object:
    reasons = {"enabled": False, "options": []}
    usual: Object = {
        "customer_update": {"allowed_updates": [], "enabled": False},
        "invoice_history": {"enabled": True},
        "payment_method_update": {"enabled": True, "payment_method_configuration": None},
        "subscription_cancel": {
            "cancellation_reason": reasons,
            "enabled": True,
            "mode": "at_period_end",
            "proration_behavior": "none",
        },
        "subscription_update": {
            "billing_cycle_anchor": None,
            "default_allowed_updates": [],
            "enabled": False,
            "products": [],
            "proration_behavior": "none",
            "schedule_at_period_end": {"conditions": []},
            "trial_update_behavior": "end_trial",
        },
    }
    return {name: {**value, **given.get(name, {})} for name, value in usual.items()}


def new_configuration(unit: Unit, given: Object, *, default: bool = False) -> Object:
    profile = {"headline": None, "privacy_policy_url": None, "terms_of_service_url": None}
    return unit.new(
        "billing_portal.configuration",
        active=True,
        application=None,
        business_profile=profile | given.get("business_profile", {}),
        default_return_url=given.get("default_return_url"),
        features=_features(given.get("features", {})),
        is_default=default,
        login_page={"enabled": False, "url": None},
        metadata=clean(given.get("metadata")),
        name=given.get("name"),
        updated=unit.now,
    )


def default_configuration(unit: Unit) -> Object:
    found = unit.account.where("billing_portal.configuration", is_default=True)
    return found[0] if found else new_configuration(unit, {}, default=True)


@call("POST", URL, CREATE, required=("features",))
def create(unit: Unit, given: Object) -> Object:
    return new_configuration(unit, given)


@call("GET", URL, {"active": flag, "is_default": flag})
def index(unit: Unit, given: Object) -> Object:
    return listed(unit, "billing_portal.configuration", URL, given)


@call("GET", f"{URL}/{{configuration}}")
def retrieve(unit: Unit, given: Object, configuration: str) -> Object:
    return unit.get("billing_portal.configuration", configuration, "configuration", status=404)


@call("POST", f"{URL}/{{configuration}}", UPDATE)
def update(unit: Unit, given: Object, configuration: str) -> Object:
    one = retrieve(unit, {}, configuration)
    with unit.changing(one):
        apply(one, given, ("active", "default_return_url", "name"))
        one["business_profile"] = one["business_profile"] | given.get("business_profile", {})
        features = given.get("features", {})
        one["features"] = {name: {**value, **features.get(name, {})} for name, value in one["features"].items()}
        one["updated"] = unit.now
    return one
