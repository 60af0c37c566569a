"""Webhook endpoints: who is told about which events."""

from collections.abc import Sequence
from itertools import zip_longest

from program.local.stripe.calls import call
from program.local.stripe.errors import invalid
from program.local.stripe.lists import listed
from program.local.stripe.objects import API_VERSION, Object, random_text
from program.local.stripe.params import flag, list_of, metadata, optional, text
from program.local.stripe.records import apply_metadata
from program.local.stripe.store import Account
from program.local.stripe.unit import Unit

URL = "/v1/webhook_endpoints"
UPDATE = {
    "url": text,
    "enabled_events": list_of(text),
    "description": optional(text),
    "metadata": metadata,
    "disabled": flag,
}
CREATE = {name: UPDATE[name] for name in ("url", "enabled_events", "description", "metadata")} | {"api_version": text}


def add_endpoint(unit: Unit, url: str, events: list[str], *, secret: str = "", named: bool = False) -> Object:
    return unit.new(
        "webhook_endpoint",
        api_version=API_VERSION,
        application=None,
        description=None,
        enabled_events=events,
        metadata={},
        status="enabled",
        url=url,
        _secret=secret or f"whsec_{random_text(32)}",
        _named=named,
    )


def tell(unit: Unit, urls: Sequence[str], secret: str) -> None:
    """Those that the command names. Another port at the next start moves them, with what they were not told yet."""
    known = [one for one in unit.account.all("webhook_endpoint") if one.get("_named")]
    for url, one in zip_longest(urls, known):
        if one is None:
            add_endpoint(unit, url, ["*"], secret=secret, named=True)
        elif url is not None:
            with unit.changing(one):
                one.update(url=url, _secret=secret or one["_secret"])


def wanting(account: Account, event: str) -> list[Object]:
    return [
        one
        for one in account.all("webhook_endpoint")
        if one["status"] == "enabled" and any(name in ("*", event) for name in one["enabled_events"])
    ]


@call("POST", URL, CREATE, required=("url", "enabled_events"))
def create(unit: Unit, given: Object) -> Object:
    if not given["url"].startswith(("http://", "https://")):
        raise invalid("Invalid URL: An explicit scheme (such as https) must be provided.", "url", "url_invalid")
    made = add_endpoint(unit, given["url"], given["enabled_events"])
    with unit.changing(made):
        made["api_version"] = given.get("api_version")
        made["description"] = given.get("description")
        apply_metadata(made, given)
    return made | {"secret": made["_secret"]}


@call("GET", URL)
def index(unit: Unit, given: Object) -> Object:
    return listed(unit, "webhook_endpoint", URL, given)


@call("GET", f"{URL}/{{endpoint}}")
def retrieve(unit: Unit, given: Object, endpoint: str) -> Object:
    return unit.get("webhook_endpoint", endpoint, "webhook_endpoint", status=404)


@call("POST", f"{URL}/{{endpoint}}", UPDATE)
def update(unit: Unit, given: Object, endpoint: str) -> Object:
    one = retrieve(unit, {}, endpoint)
    with unit.changing(one):
        apply_metadata(one, given)
        one.update({name: given[name] for name in ("url", "enabled_events", "description") if name in given})
        if "disabled" in given:
            one["status"] = "disabled" if given["disabled"] else "enabled"
    return one


@call("DELETE", f"{URL}/{{endpoint}}")
def delete(unit: Unit, given: Object, endpoint: str) -> Object:
    one = retrieve(unit, {}, endpoint)
    unit.remove(one)
    return {"id": endpoint, "object": "webhook_endpoint", "deleted": True}
