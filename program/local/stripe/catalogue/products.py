"""Products."""

from program.local.stripe.calls import call
from program.local.stripe.catalogue.prices import INLINE, new_price
from program.local.stripe.errors import invalid
from program.local.stripe.lists import listed
from program.local.stripe.objects import Object
from program.local.stripe.params import RANGE, fields, flag, list_of, metadata, optional, text
from program.local.stripe.records import apply, clean
from program.local.stripe.unit import Unit

URL = "/v1/products"
FEATURES = list_of(fields({"name": text}, required=("name",)))
SHARED = {
    "active": flag,
    "description": optional(text),
    "images": list_of(text),
    "marketing_features": FEATURES,
    "metadata": metadata,
    "shippable": flag,
    "statement_descriptor": optional(text),
    "tax_code": optional(text),
    "unit_label": optional(text),
    "url": optional(text),
}
CREATE = SHARED | {"id": text, "name": text, "default_price_data": fields(INLINE, required=("currency",))}
UPDATE = SHARED | {"name": text, "default_price": optional(text)}


def new_product(unit: Unit, given: Object) -> Object:
    made = unit.new(
        "product",
        id=given.get("id"),
        active=given.get("active", True),
        default_price=None,
        description=given.get("description"),
        images=given.get("images", []),
        marketing_features=given.get("marketing_features", []),
        metadata=clean(given.get("metadata")),
        name=given["name"],
        package_dimensions=None,
        shippable=given.get("shippable"),
        statement_descriptor=given.get("statement_descriptor"),
        tax_code=given.get("tax_code"),
        type="service",
        unit_label=given.get("unit_label"),
        updated=unit.now,
        url=given.get("url"),
    )
    unit.emit("product.created", made)
    return made


@call("POST", URL, CREATE, required=("name",))
def create(unit: Unit, given: Object) -> Object:
    if given.get("id") and unit.account.find("product", given["id"]):
        raise invalid(f"Product already exists with id: '{given['id']}'", "id", "resource_already_exists")
    made = new_product(unit, given)
    if price := given.get("default_price_data"):
        with unit.changing(made, "product.updated"):
            made["default_price"] = new_price(unit, {**price, "product": made["id"]})["id"]
    return made


@call("GET", URL, {"active": flag, "created": RANGE, "ids": list_of(text), "url": text, "shippable": flag})
def index(unit: Unit, given: Object) -> Object:
    return listed(unit, "product", URL, given, ids=lambda one, wanted: one["id"] in wanted)


@call("GET", f"{URL}/{{product}}")
def retrieve(unit: Unit, given: Object, product: str) -> Object:
    return unit.get("product", product, "id", status=404)


@call("POST", f"{URL}/{{product}}", UPDATE)
def update(unit: Unit, given: Object, product: str) -> Object:
    one = unit.get("product", product, "id", status=404)
    if given.get("default_price"):
        unit.get("price", given["default_price"], "default_price")
    with unit.changing(one, "product.updated"):
        before = dict(one)
        apply(one, given, (*SHARED.keys() - {"metadata"}, "name", "default_price"))
        if one != before:
            one["updated"] = unit.now
    return one


@call("DELETE", f"{URL}/{{product}}")
def delete(unit: Unit, given: Object, product: str) -> Object:
    one = unit.get("product", product, "id", status=404)
    if unit.account.where("price", product=product):
        raise invalid("This product cannot be deleted because it has one or more user-created prices.")
    with unit.changing(one):
        unit.emit("product.deleted", one)
        one["_deleted"] = True
    return one
