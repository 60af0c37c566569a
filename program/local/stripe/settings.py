"""What Stripe's dashboard would set for an account; the control API changes it."""

from typing import Any

from program.local.stripe.objects import Object
from program.local.stripe.store import Account
from program.local.stripe.unit import Unit

KIND = "_settings"
DAY = 86_400
DEFAULTS: Object = {
    "retry_days": [3, 5, 7],  # after the first failure, then after each retry
    "after_retries": "cancel",  # or "unpaid", or "past_due"
    "upcoming_days": 7,  # how long before a renewal invoice.upcoming tells of it
    "name": "First Million Sandbox",
}


def setting(account: Account, name: str) -> Any:
    kept = account.find(KIND, KIND)
    return (kept or {}).get(name, DEFAULTS[name])


def change_settings(unit: Unit, wanted: Object) -> Object:
    unknown = wanted.keys() - DEFAULTS.keys()
    if unknown:
        raise ValueError(f"{', '.join(sorted(unknown))}: expected {', '.join(DEFAULTS)}")
    one = unit.account.find(KIND, KIND) or unit.new(KIND, id=KIND)
    with unit.changing(one):
        one.update(wanted)
    return DEFAULTS | {name: one[name] for name in DEFAULTS if name in one}
