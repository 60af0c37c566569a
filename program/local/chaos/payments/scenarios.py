"""Four scenarios of payments: a webhook in a crowd, streams that go astray, crashes, and receipts two at a time."""

import json
import time
from argparse import Namespace
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from random import Random
from typing import Any

from program.local import door
from program.local.chaos.figures import Figure, at_most, exactly, percentile, told
from program.local.chaos.house import House, crew, inside
from program.local.chaos.payments.shop import signature, stripe
from program.local.chaos.web import Page, Reader, site
from program.local.progress import StepError

LIMIT = 0.2  # seconds
AT_ONCE = 50
GIVE_UP = 60.0  # seconds


def webhooks(house: House, sizes: Namespace) -> Sequence[Figure]:
    """The same event fifty times at once; forged ones; and how long an answer takes while pages are read."""
    with (
        stripe(house) as paid,
        site(house, **paid, WEB_WORKERS="1") as port,
        crew(house, workers=1, beats=1, **paid) as staff,
    ):
        inhabited = House({**house.env, **paid}, house.services, house.mail_port)
        planted = inside(inhabited, "payments.webhooks", "plant")
        forged = Counter(forge(port, planted, sizes.forged, Random(sizes.seed)))  # noqa: S311
        after_forged = counted(inhabited, planted)
        same = Counter(in_a_crowd(port, planted))
        after_same = wait_until_worked_on(inhabited, planted)
        reader = Reader(port, [Page("premium page", "/premium/", {"Host": planted["host"]})])
        took = list(answers(port, planted, sizes.webhooks, reader))
        p50, p99 = (percentile(took, percent) for percent in (50, 99))
        return [
            exactly(f"answers of 400 to {sizes.forged:,} forged webhooks", forged[400], sizes.forged),
            exactly("rows of them", after_forged["event"], 0),
            exactly(f"answers of 200 to one event {AT_ONCE} times at once", same[200], AT_ONCE),
            exactly("events, payments, receipts, subscriptions of it", one_effect(after_same), (1, 1, 1, 1)),
            at_most("p99 of a webhook, one worker, pages read meanwhile", p99, LIMIT, " s"),
            told("p50 and p99 of a webhook", f"{p50 * 1000:.0f} / {p99 * 1000:.0f} ms"),
            told("p50 of a page meanwhile", f"{percentile(reader.pages[0].meanwhile, 50) * 1000:.0f} ms"),
            exactly("pages that did not come", reader.failed, 0),
            exactly("processes that ended by themselves", len(staff.fallen), 0),
        ]  # fmt: skip


def one_effect(found: dict[str, Any]) -> tuple[int, ...]:
    return tuple(found[name] for name in ("event", "ledgerentry", "receipt", "subscription"))


def counted(house: House, planted: dict[str, Any]) -> dict[str, Any]:
    return inside(house, "payments.webhooks", "count", planted["program_id"])


def tell(port: int, host: str, body: bytes, signed: str) -> int:
    connection = HTTPConnection(door.ADDRESS, port, timeout=20)
    try:
        headers = {"Host": host, "Content-Type": "application/json", "Stripe-Signature": signed}
        connection.request("POST", "/stripe/webhook/", body, headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()


def told_again(planted: dict[str, Any], number: int | str) -> bytes:
    return json.dumps({**planted["event"], "id": f"evt_trial_{number}"}).encode()


def forge(port: int, planted: dict[str, Any], count: int, chance: Random) -> Iterator[int]:
    """Another secret, another body than was signed, an old instant, no signature, nonsense."""
    for number in range(count):
        body = told_again(planted, f"forged_{number}")
        signed = signature(body)
        ways = [
            (body, signature(body, "whsec_of_somebody_else")),
            (body.replace(b"trial", b"other"), signed),
            (body, signed.replace("t=1", "t=0")),
            (body[: chance.randrange(len(body))], signed),
            (chance.randbytes(200), signed),
            (body, ""),
            (body, "t=1,v1=zz,,="),
        ]
        yield tell(port, planted["host"], *chance.choice(ways))


def in_a_crowd(port: int, planted: dict[str, Any]) -> list[int]:
    body, host = json.dumps(planted["event"]).encode(), planted["host"]
    signed = [signature(body, age=age) for age in range(AT_ONCE)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(lambda one: tell(port, host, body, one), signed))


def wait_until_worked_on(house: House, planted: dict[str, Any]) -> dict[str, Any]:
    began = time.monotonic()
    while (found := counted(house, planted))["waiting"] or not found["ledgerentry"]:
        if time.monotonic() > began + GIVE_UP:
            raise StepError(f"The event was not worked on within {GIVE_UP:.0f} s: {found}")
        time.sleep(0.5)
    return found


def answers(port: int, planted: dict[str, Any], count: int, reader: Reader) -> Iterator[float]:
    """One after the other, as Stripe tells a single customer's; a page is read between two."""
    with ThreadPoolExecutor(1) as pool:
        for number in range(count):
            body = told_again(planted, number)
            page = pool.submit(reader.read, at_rest=False)
            began = time.perf_counter()
            status = tell(port, planted["host"], body, signature(body))
            yield time.perf_counter() - began if status == 200 else GIVE_UP
            page.result()


def streams(house: House, sizes: Namespace) -> Sequence[Figure]:
    found = with_stripe(house, "payments.streams", sizes.streams, sizes.seed)
    return [
        exactly(f"streams of {sizes.streams:,} in which we differ from Stripe", found["wrong"], 0),
        Figure("the same for whoever believes contents", f"{found['fooled']:,}", "many", found["fooled"] > 0),
        told("things that happened, different events told", f"{found['deeds']:,} / {found['heard']:,}"),
    ]


def crashes(house: House, sizes: Namespace) -> Sequence[Figure]:
    found = with_stripe(house, "payments.crashes", sizes.crashes)
    killed = found.pop("killed")
    return [
        exactly("killed between Stripe's answer and our commit", killed, sizes.crashes),
        *(exactly(f"members with exactly one: {name}", count, sizes.crashes) for name, count in found.items()),
    ]


def receipts(house: House, sizes: Namespace) -> Sequence[Figure]:
    found = inside(house, "payments.receipts", sizes.pairs, sizes.seed)
    return [
        exactly(f"numbers consecutive after {sizes.pairs:,} pairs at once", found["consecutive"], True),
        told("receipts written, the others were undone", f"{found['written']:,}"),
    ]


def with_stripe(house: House, module: str, *arguments: int) -> dict[str, Any]:
    with stripe(house) as paid:
        return inside(House({**house.env, **paid}, house.services, house.mail_port), module, *arguments)


SCENARIOS: dict[str, tuple[str, Callable[[House, Namespace], Sequence[Figure]]]] = {
    "webhooks": ("A webhook in a crowd", webhooks),
    "streams": ("Streams that go astray", streams),
    "crashes": ("Crashes between Stripe's answer and our commit", crashes),
    "receipts": ("Receipts two at a time", receipts),
}
