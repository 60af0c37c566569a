"""Streams of events, shuffled, many told twice, many not at all: afterwards our rows say what Stripe says.

python -m program.local.chaos.payments.streams STREAMS SEED
"""

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Any

import django

from program.local.chaos.payments.shop import Shop, open_shop, taken

DROPPED, TWICE = 0.2, 0.3
THREADS = 4
AT_ONCE = 50


@dataclass
class Stream:
    """One customer, and what happened to them."""

    customer: str
    subscription: str
    chance: Random
    done: list[str] = field(default_factory=list)


def main(count: int, seed: int) -> None:
    """Fifty streams to a program and an account, so that lists stay as short as they are for people."""
    django.setup()
    found: Counter[str] = Counter()
    for number, first in enumerate(range(0, count, AT_ONCE)):
        found += play(f"streams-{number}", min(AT_ONCE, count - first), seed + number)
        print(f"  {first + AT_ONCE:,} streams, {found['wrong']} wrong", flush=True)
    print(json.dumps({name: found[name] for name in ("wrong", "fooled", "deeds", "heard")}))


def play(slug: str, count: int, seed: int) -> Counter[str]:
    shop = open_shop(slug)
    streams = begin(shop, count, seed)
    control = Control()
    told: set[str] = set()
    for part in range(2):
        if part:
            in_threads(lambda stream: live(shop, stream), streams)
        deliver(shop, chosen(shop, told, Random(seed + part)), control)  # noqa: S311
    catch_up(shop)
    wrong = sum(ours(shop, stream) != theirs(shop, stream) for stream in streams)
    fooled = sum(control.says(stream) != theirs(shop, stream) for stream in streams)
    deeds = sum(len(stream.done) for stream in streams)
    return Counter(wrong=wrong, fooled=fooled, deeds=deeds, heard=len(control.heard))


def in_threads(act: Callable[[Stream], None], streams: list[Stream]) -> None:
    with ThreadPoolExecutor(THREADS) as pool:
        for _ in pool.map(act, streams):
            pass


def begin(shop: Shop, count: int, seed: int) -> list[Stream]:
    """Everybody has a customer row here and a subscription there; nothing of it was settled."""
    from members.billing.providers.made import price_at_stripe
    from members.models import Customer
    from program.local.chaos import stage
    from program.tenancy.scope import program_scope

    members = stage.make_members(shop.program, count)
    with program_scope(shop.program.pk):
        for price in (shop.monthly, shop.yearly):
            price_at_stripe(price, shop.keys)
    with ThreadPoolExecutor(THREADS) as pool:
        streams = list(pool.map(lambda number: subscribe(shop, Random(seed * 100_000 + number)), range(count)))  # noqa: S311
    with program_scope(shop.program.pk):
        Customer.objects.bulk_create(
            Customer(membership=member, account=shop.keys.reference, remote_id=stream.customer)
            for member, stream in zip(members, streams, strict=True)
        )
    return streams


def subscribe(shop: Shop, chance: Random) -> Stream:
    client = shop.client
    made = client.customers.create({"name": "Made up", "payment_method": "pm_card_visa"})
    method = client.payment_methods.attach("pm_card_visa", {"customer": made.id})
    price = chance.choice([shop.monthly, shop.yearly])
    given: Any = {
        "customer": made.id, "items": [{"price": price.remote_id}], "default_payment_method": method.id
    }  # fmt: skip
    stream = Stream(made.id, client.subscriptions.create(given).id, chance, ["subscribed"])
    live(shop, stream)
    return stream


def live(shop: Shop, stream: Stream) -> None:
    """Two or three things that members, staff and banks do."""
    for _ in range(stream.chance.randint(2, 3)):
        if "ended" not in stream.done:
            deed = stream.chance.choices(list(DEEDS), [3, 2, 2, 2, 1])[0]
            DEEDS[deed](shop, stream)
            stream.done.append(deed)


def change(shop: Shop, stream: Stream) -> None:
    client = shop.client
    item = client.subscriptions.retrieve(stream.subscription)["items"].data[0]
    new = shop.monthly if item.price.id == shop.yearly.remote_id else shop.yearly
    given: Any = {"items": [{"id": item.id, "price": new.remote_id}], "proration_behavior": "always_invoice"}
    client.subscriptions.update(stream.subscription, given)


def cancel(shop: Shop, stream: Stream) -> None:
    shop.client.subscriptions.update(stream.subscription, {"cancel_at_period_end": True})


def resume(shop: Shop, stream: Stream) -> None:
    shop.client.subscriptions.update(stream.subscription, {"cancel_at_period_end": False})


def refund(shop: Shop, stream: Stream) -> None:
    """A part of the latest payment, as long as there is something left of it."""
    charge = shop.client.charges.list({"customer": stream.customer, "limit": 1}).data[0]
    if left := charge.amount_captured - charge.amount_refunded:
        shop.client.refunds.create({"charge": charge.id, "amount": max(left // 2, 1)})


def end(shop: Shop, stream: Stream) -> None:
    shop.client.subscriptions.cancel(stream.subscription)


DEEDS: dict[str, Callable[[Shop, Stream], None]] = {
    "changed": change, "cancelled": cancel, "resumed": resume, "refunded": refund, "ended": end
}  # fmt: skip


def chosen(shop: Shop, told: set[str], chance: Random) -> list[dict[str, Any]]:
    """What has happened since and is told: shuffled, some of it twice, some of it never; and old things once more."""
    everything = shop.client.events.list({"limit": 100}).auto_paging_iter()
    events = [event.to_dict() for event in everything]
    new = [event for event in events if event["id"] not in told]
    again = [event for event in events if event["id"] in told and chance.random() < TWICE / 2]
    told.update(event["id"] for event in new)
    heard = [event for event in new if chance.random() >= DROPPED]
    heard += [event for event in heard if chance.random() < TWICE] + again
    chance.shuffle(heard)
    return heard


def deliver(shop: Shop, heard: list[dict[str, Any]], control: "Control") -> None:
    """As the webhook notes them, with the sweeper at work in between."""
    from members.billing.hearing.noting import note
    from program import clock

    for place, event in enumerate(heard):
        note(event, shop.keys, host_program_id=shop.program.pk, now=clock.now())
        control.hear(event)
        if place % 400 == 399:
            sweep()
    sweep()


def sweep() -> None:
    from members.billing.hearing.processing import claim, process
    from program import clock
    from program.tenancy.scope import platform_scope

    with platform_scope():
        work = claim(clock.now())
    for program_id, events in work:
        process(events, program_id=program_id)
    if work:
        sweep()


def catch_up(shop: Shop) -> None:
    """What the clock does by the hour and by the day."""
    from members.billing.hearing import catching_up, looking_after
    from program import clock
    from program.tenancy.scope import platform_scope

    catching_up.of_program(shop.program.pk)
    sweep()
    with platform_scope():
        stale = looking_after.stale_customers(clock.now() + timedelta(days=2))
    for program_id, customer_id in stale:
        looking_after.compare(customer_id, program_id=program_id)


type State = tuple[str, str, bool, Decimal]
"""The subscription's status and price, whether it ends, and the money that was kept."""


def theirs(shop: Shop, stream: Stream) -> State:
    found = shop.client.subscriptions.retrieve(stream.subscription)
    price, ends = found["items"].data[0].price.id, bool(found.cancel_at_period_end or found.ended_at)
    return (found.status, price, ends, taken(shop.client, stream.customer))


def ours(shop: Shop, stream: Stream) -> State | None:
    from django.db.models import Sum

    from members.models import LedgerEntry, Subscription
    from program.tenancy.scope import program_scope

    with program_scope(shop.program.pk):
        found = Subscription.objects.filter(remote_id=stream.subscription).select_related("price").first()
        if found is None:
            return None
        kept = LedgerEntry.objects.filter(customer__remote_id=stream.customer).aggregate(sum=Sum("amount"))["sum"]
        return (found.status, found.price.remote_id, bool(found.ends_at or found.ended_at), kept or Decimal(0))


class Control:
    """What believes the contents of events, each once, in the order in which they are heard: it has to fail."""

    def __init__(self) -> None:
        self.heard: set[str] = set()
        self.subscriptions: dict[str, tuple[str, str, bool]] = {}
        self.kept: dict[str, Decimal] = {}

    def hear(self, event: dict[str, Any]) -> None:
        if event["id"] in self.heard:
            return
        self.heard.add(event["id"])
        about = event["data"]["object"]
        if event["type"].startswith("customer.subscription."):
            ends = bool(about["cancel_at_period_end"] or about["ended_at"])
            self.subscriptions[about["id"]] = (about["status"], about["items"]["data"][0]["price"]["id"], ends)
        for customer, amount in self.money(event["type"], about):
            self.kept[customer] = self.kept.get(customer, Decimal(0)) + amount

    def money(self, kind: str, about: dict[str, Any]) -> Iterator[tuple[str, Decimal]]:
        if kind == "charge.succeeded":
            yield about["customer"], Decimal(about["amount"]) / 100
        if kind == "charge.refunded":
            yield about["customer"], -Decimal(about["amount_refunded"]) / 100

    def says(self, stream: Stream) -> State | None:
        known = self.subscriptions.get(stream.subscription)
        return (*known, self.kept.get(stream.customer, Decimal(0))) if known else None


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
