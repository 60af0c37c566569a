"""Test clocks: customers made with one live in its time."""

from program.local.stripe.calls import call
from program.local.stripe.errors import invalid
from program.local.stripe.lists import listed
from program.local.stripe.objects import Object
from program.local.stripe.params import text, whole
from program.local.stripe.unit import Unit

URL = "/v1/test_helpers/test_clocks"
KEPT = 30 * 86_400
OWNED = ("customer", "subscription", "subscription_schedule", "invoice", "invoiceitem")


@call("POST", URL, {"frozen_time": whole, "name": text}, required=("frozen_time",))
def create(unit: Unit, given: Object) -> Object:
    made = unit.new(
        "test_helpers.test_clock",
        deletes_after=unit.now + KEPT,
        frozen_time=given["frozen_time"],
        name=given.get("name"),
        status="ready",
        status_details={},
    )
    unit.emit("test_helpers.test_clock.created", made)
    return made


@call("POST", f"{URL}/{{clock}}/advance", {"frozen_time": whole}, required=("frozen_time",))
def advance(unit: Unit, given: Object, clock: str) -> Object:
    """All of it happens before the answer, which says `advancing` as Stripe's does."""
    one = retrieve(unit, {}, clock)
    until = given["frozen_time"]
    if until <= one["frozen_time"]:
        raise invalid("The time to advance to must be after the test clock's current frozen time.", "frozen_time")
    with unit.changing(one):
        one["status"] = "advancing"
        unit.emit("test_helpers.test_clock.advancing", one)
    answer = {**one, "frozen_time": until}
    unit.account.agenda.run(unit, clock, until)
    with unit.changing(one):
        one.update(status="ready", frozen_time=until)
        unit.emit("test_helpers.test_clock.ready", one)
    return answer


@call("GET", URL)
def index(unit: Unit, given: Object) -> Object:
    return listed(unit, "test_helpers.test_clock", URL, given)


@call("GET", f"{URL}/{{clock}}")
def retrieve(unit: Unit, given: Object, clock: str) -> Object:
    return unit.get("test_helpers.test_clock", clock, "test_clock", status=404)


@call("DELETE", f"{URL}/{{clock}}")
def delete(unit: Unit, given: Object, clock: str) -> Object:
    one = retrieve(unit, {}, clock)
    for kind in OWNED:
        for owned in unit.account.where(kind, test_clock=clock):
            unit.remove(owned)
    unit.remove(one)
    unit.emit("test_helpers.test_clock.deleted", one)
    return {"id": clock, "object": "test_helpers.test_clock", "deleted": True}
