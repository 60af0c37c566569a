"""What arrived at the mail server, beside what the outbox says."""

from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg2

from program.local.bench.sites import answers
from program.local.chaos.house import PACKAGE, PYTHON, House, running
from program.local.progress import StepError

REMINDERS = "SELECT id, program_id, address, state FROM mail_message WHERE program_id = %s AND kind = %s"
OPEN = "SELECT count(*) FROM mail_message WHERE program_id = %s AND state IN ('due', 'claimed', 'sending')"
REMINDER = "roundtables.reminder"

type Copy = tuple[str, str]
"""Which message, by the numbers in its Message-ID, and the address it came to."""


@dataclass
class Post:
    arrived: Path

    def lines(self) -> list[list[str]]:
        with suppress(FileNotFoundError):
            return [line.split() for line in self.arrived.read_text().splitlines()]
        return []

    def copies(self) -> Counter[Copy]:
        return Counter((numbers_in(line[0]), line[1]) for line in self.lines())

    def last(self) -> float:
        """When the last mail was taken, in seconds of the clock."""
        return max((float(line[2]) for line in self.lines()), default=0)


def numbers_in(message_id: str) -> str:
    """`<message-102.1.a-mark@host>` is message 102 of program 1; the mark is our own secret's."""
    return message_id.removeprefix("<message-").partition("@")[0].rpartition(".")[0]


@contextmanager
def post_office(house: House, *, pause: float = 0) -> Iterator[Post]:
    arrived = house.log / "arrived.txt"
    arrived.unlink(missing_ok=True)
    command = [*PYTHON, f"{PACKAGE}.sink", str(house.mail_port), str(arrived), str(pause)]
    with running("mail server", command, house.env, house.log) as child:
        if not answers(child, house.mail_port):
            raise StepError(f"The mail server did not start: {(house.log / 'mail server.log').read_text()}")
        yield Post(arrived)


def asked(house: House, query: str, *values: Any) -> list[tuple[Any, ...]]:
    """As the owner, who sees the rows of all programs."""
    with closing(psycopg2.connect(house.owner_url)) as connection, connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())


def forget_all(house: House) -> None:
    """What other scenarios left unsaid is not sent in the next one."""
    with closing(psycopg2.connect(house.owner_url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute("UPDATE mail_message SET state = 'cancelled' WHERE state <> 'sent'")


def still_open(house: House, program_id: int) -> int | None:
    """How many messages are yet to be sent; None while PostgreSQL is away."""
    try:
        return int(asked(house, OPEN, program_id)[0][0])
    except psycopg2.OperationalError:
        return None


def wanted(house: House, program_id: int) -> set[Copy]:
    rows = asked(house, REMINDERS, program_id, REMINDER)
    return {(f"{pk}.{program}", address) for pk, program, address, _ in rows}


def states(house: House, program_id: int) -> dict[str, int]:
    return dict(Counter(state for *_, state in asked(house, REMINDERS, program_id, REMINDER)))
