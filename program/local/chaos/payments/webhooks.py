"""What the webhook's trial begins with, and what it left behind.

python -m program.local.chaos.payments.webhooks plant          a member who paid, and the event that tells of it
python -m program.local.chaos.payments.webhooks count PROGRAM  rows
"""

import json
import sys
from typing import Any

import django

from program.local.chaos.payments.shop import SECRET, open_shop, pay, place

THERE = "http://webhooks.localhost/back/"


def plant() -> dict[str, Any]:
    from members.billing.paying.following import payment_page
    from program import clock
    from program.local.chaos import stage
    from program.tenancy.scope import program_scope

    shop = open_shop("webhooks")
    member = stage.make_members(shop.program, 1)[0]
    with program_scope(shop.program.pk):
        order = place(shop, member, shop.yearly)
    with program_scope(shop.program.pk):
        url = payment_page(order, success_url=THERE, cancel_url=THERE, now=clock.now())
    pay(url)
    event = shop.client.events.list({"type": "invoice.paid"}).data[0].to_dict()
    host = f"{shop.program.slug}.localhost"
    return {"program_id": shop.program.pk, "host": host, "event": event, "secret": SECRET}


def count(program_id: str) -> dict[str, Any]:
    from members.models import Event, Finding, LedgerEntry, Receipt, Subscription
    from program.mail.models import Message
    from program.tenancy.scope import program_scope

    with program_scope(int(program_id)):
        models = (Event, Finding, LedgerEntry, Receipt, Subscription, Message)
        counts: dict[str, Any] = {model.__name__.lower(): model.objects.count() for model in models}  # type: ignore[attr-defined]
        waiting = Event.objects.filter(state="due").count()
        return {**counts, "waiting": waiting}


if __name__ == "__main__":
    django.setup()
    print(json.dumps({"plant": plant, "count": count}[sys.argv[1]](*sys.argv[2:]), default=str))  # type: ignore[operator]
