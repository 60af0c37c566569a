"""Processes that are killed between Stripe's answer and our commit: then one customer and one subscription each.

python -m program.local.chaos.payments.crashes CRASHES
"""

import json
import os
import signal
import sys
import warnings
from collections import Counter
from collections.abc import Callable
from functools import wraps
from typing import Any

import django

from program.local.chaos.payments.shop import Shop, open_shop, pay, place

THERE = "http://crashes.localhost/back/"
POINTS = ("customer", "price", "page", "settling")


def main(count: int) -> None:
    django.setup()
    from program.local.chaos import stage

    shop = open_shop("crashes")
    members = stage.make_members(shop.program, count)
    killed = sum(survive(shop, member, POINTS[place % len(POINTS)]) for place, member in enumerate(members))
    print(json.dumps({"killed": killed, **counted(shop)}))


def survive(shop: Shop, member: Any, point: str) -> bool:
    """Buys, is killed on the way, and goes on as a member does who tries again. Whether the kill came."""
    from program.tenancy.scope import program_scope

    with program_scope(shop.program.pk):
        order = place(shop, member, new_price(shop) if point == "price" else shop.yearly)
    was_killed = point != "settling" and killed_in(lambda: to_pay(shop, order, die_after=point))
    pay(to_pay(shop, order))
    if point == "settling":
        was_killed = killed_in(lambda: settled(shop, member, die=True))
    settled(shop, member)
    settled(shop, member)
    return was_killed


def new_price(shop: Shop) -> Any:
    """One that Stripe does not know yet."""
    from django.db.models import Max

    from members.billing.plans.starting import add_prices
    from members.models import PlanVersion

    plan = shop.yearly.version.plan
    last = PlanVersion.objects.filter(plan=plan).aggregate(last=Max("number"))["last"]
    return add_prices(plan, {"USD": "990"}, number=last + 1).prices.get()


def killed_in(act: Callable[[], object]) -> bool:
    """In a process of its own, which takes its connections along."""
    from django.db import connections

    connections.close_all()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # The client's other threads hold nothing we need.
        pid = os.fork()
    if pid == 0:
        act()
        os._exit(0)
    _, status = os.waitpid(pid, 0)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def to_pay(shop: Shop, order: Any, *, die_after: str = "") -> str:
    from members.billing.paying.following import payment_page
    from members.billing.providers import card
    from program import clock
    from program.tenancy.scope import program_scope

    asked = {"customer": "customer_at_stripe", "price": "price_at_stripe"}.get(die_after)
    if asked:
        setattr(card, asked, deadly(getattr(card, asked)))
    with program_scope(shop.program.pk):
        url = payment_page(order, success_url=THERE, cancel_url=THERE, now=clock.now())
        if die_after == "page":
            die()
    return url


def deadly(call: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(call)
    def killed(*args: Any) -> Any:
        call(*args)
        die()

    return killed


def settled(shop: Shop, member: Any, *, die: bool = False) -> None:
    from members.billing.settling.settle import settle
    from members.models import Customer
    from program import clock
    from program.tenancy.scope import program_scope

    with program_scope(shop.program.pk):
        settle(Customer.objects.get(membership=member).pk, now=clock.now())
        if die:
            os.kill(os.getpid(), signal.SIGKILL)


def counted(shop: Shop) -> dict[str, int]:
    """There and here: how many members have exactly one of each."""
    from members.models import Customer, Grant, LedgerEntry, Receipt, Subscription
    from program.tenancy.scope import program_scope

    client = shop.client
    customers = Counter(one.metadata["membership"] for one in client.customers.list({"limit": 100}).auto_paging_iter())
    paying = Counter(
        one.customer for one in client.subscriptions.list({"status": "all", "limit": 100}).auto_paging_iter()
    )
    charged = Counter(one.customer for one in client.charges.list({"limit": 100}).auto_paging_iter())
    with program_scope(shop.program.pk):
        here = {
            model.__name__.lower(): Counter(model.objects.values_list("membership_id", flat=True))  # type: ignore[attr-defined]
            for model in (Customer, Subscription, LedgerEntry, Receipt, Grant)
        }
    there = {"customers there": customers, "subscriptions there": paying, "charges there": charged}
    return {name: sum(count == 1 for count in found.values()) for name, found in {**there, **here}.items()}


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
