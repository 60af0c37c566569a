"""Ten thousand reminders fall due within a minute; two beats, four workers; the pages are read meanwhile."""

import time
from argparse import Namespace
from collections.abc import Iterator, Sequence
from typing import Any

from program.local.chaos import post
from program.local.chaos.figures import Figure, at_most, exactly, percentile, told
from program.local.chaos.house import Crew, House, crew, inside
from program.local.chaos.post import Post, post_office
from program.local.chaos.web import Page, Reader, site
from program.local.progress import StepError, say

TABLES = 10
BEATS = 2
PAGE_LIMIT = 1.0  # seconds
GIVE_UP = 900.0  # seconds


def ten_thousand(house: House, sizes: Namespace) -> Sequence[Figure]:
    pace = {"MAIL_SWEEP_SECONDS": str(sizes.sweep)}
    with (
        post_office(house) as office,
        site(house) as port,
        crew(house, workers=sizes.workers, beats=BEATS, **pace) as staff,
    ):
        until_first = sizes.rest + 10 + sizes.reminders // 250
        each = sizes.reminders // TABLES
        planted = inside(house, "plant", "reminders", "reminders", TABLES, each, sizes.minute, until_first)
        reader = Reader(port, pages(planted))
        while time.time() < planted["first_due"]:
            reader.read(at_rest=True)
        wait_until_sent(house, planted["program_id"], reader, office, staff)
    return [
        *delivered(house, office, planted, each * TABLES),
        told("seconds from the first due to the last sent", f"{office.last() - planted['first_due']:.0f} s"),
        *(figure for page in reader.pages for figure in page_figures(page)),
        exactly("pages that did not come", reader.failed, 0),
        exactly("processes that ended by themselves", len(staff.fallen), 0),
    ]


def pages(planted: dict[str, Any]) -> list[Page]:
    visitor = {"Host": planted["host"]}
    member = {**visitor, "Cookie": planted["cookie"]}
    return [
        Page("front page", "/", visitor),
        Page("roundtable", "/roundtables/100/", visitor),
        Page("roundtable, signed in", "/roundtables/100/", member),
    ]


def wait_until_sent(house: House, program_id: int, reader: Reader, office: Post, staff: Crew) -> None:
    began = looked = time.monotonic()
    while True:
        reader.read(at_rest=False)
        staff.look_after()
        if time.monotonic() < looked + 1:
            continue
        looked = time.monotonic()
        if post.still_open(house, program_id) == 0:
            return
        if looked > began + GIVE_UP:
            raise StepError(f"Not all was sent within {GIVE_UP:.0f} s.\n{staff.said()}")
        if int(looked - began) % 10 == 0:
            say(f"  {looked - began:.0f} s: {len(office.lines()):,} mails arrived")


def delivered(house: House, office: Post, planted: dict[str, Any], count: int) -> Iterator[Figure]:
    """By Message-ID and address, as the mail server took them."""
    copies, wanted = office.copies(), post.wanted(house, planted["program_id"])
    yield exactly("reminders in the outbox, all sent", post.states(house, planted["program_id"]), {"sent": count})
    yield exactly("missing", len(wanted - copies.keys()), 0)
    yield exactly("duplicates", sum(copies.values()) - len(copies), 0)
    yield exactly("strangers", len(copies.keys() - wanted), 0)


def page_figures(page: Page) -> Iterator[Figure]:
    rest, busy = ([percentile(took, percent) for percent in (50, 99)] for took in (page.at_rest, page.meanwhile))
    yield told(f"{page.name}, at rest, p50 / p99", f"{rest[0] * 1000:.0f} / {rest[1] * 1000:.0f} ms")
    yield told(f"{page.name}, meanwhile, p50 / p99", f"{busy[0] * 1000:.0f} / {busy[1] * 1000:.0f} ms")
    yield told(f"{page.name}, meanwhile by at rest, p50 / p99", f"{busy[0] / rest[0]:.1f} / {busy[1] / rest[1]:.1f}")
    yield at_most(f"{page.name}, meanwhile, p99", busy[1], PAGE_LIMIT, " s")
