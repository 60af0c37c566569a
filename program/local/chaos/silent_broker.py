"""Registering over HTTP while the broker accepts connections and says nothing, and while there is none."""

import socket
import time
from argparse import Namespace
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from typing import Any

from program.local import door
from program.local.bench.sites import free_port
from program.local.chaos.figures import Figure, at_most, exactly, percentile, told
from program.local.chaos.house import House, inside
from program.local.chaos.post import asked
from program.local.chaos.web import site
from program.local.progress import say

AT_ONCE = 4
LIMIT = 1.0  # seconds
TOLD = "SELECT count(*) FROM mail_message WHERE program_id = %s AND kind = 'roundtables.confirmation'"


def silent_broker(house: House, sizes: Namespace) -> Sequence[Figure]:
    figures: list[Figure] = []
    with socket.create_server((door.ADDRESS, 0), backlog=512) as silent:  # The kernel accepts; nobody ever answers.
        port = silent.getsockname()[1]
        figures += registered(house, "silent", f"redis://{door.ADDRESS}:{port}/0", sizes.members)
    figures += registered(house, "stopped", f"redis://{door.ADDRESS}:{free_port()}/0", sizes.members)
    return figures


def registered(house: House, broker: str, url: str, members: int) -> Iterator[Figure]:
    planted = inside(house, "plant", "members", f"broker-{broker}", members)
    with site(house, BROKER_URL=url) as port, ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(lambda cookie: register(port, planted["host"], cookie), planted["cookies"]))
    took = [seconds for seconds, _ in answers]
    say(f"  {broker}: p50 {percentile(took, 50) * 1000:.0f} ms, slowest {max(took) * 1000:.0f} ms")
    yield exactly(f"registered, broker {broker}", sum(is_done for _, is_done in answers), members)
    yield exactly(
        f"confirmations in the outbox, broker {broker}", asked(house, TOLD, planted["program_id"])[0][0], members
    )
    yield told(f"p50 of registering, broker {broker}", f"{percentile(took, 50) * 1000:.0f} ms")
    yield at_most(f"slowest registering, broker {broker}", max(took), LIMIT, " s")


def register(port: int, host: str, cookie: str) -> tuple[float, bool]:
    """A member's click, as their browser sends it; how long the answer took, and whether it was yes."""
    token = "t" * 32
    headers: dict[str, Any] = {"Host": host, "Cookie": f"{cookie}; csrf={token}", "X-CSRFToken": token}
    connection = HTTPConnection(door.ADDRESS, port, timeout=30)
    began = time.perf_counter()
    connection.request("POST", "/roundtables/100/register/", headers=headers)
    answer = connection.getresponse()
    answer.read()
    seconds = time.perf_counter() - began
    connection.close()
    return seconds, answer.status == 302
