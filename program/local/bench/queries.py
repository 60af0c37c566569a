"""How many statements a page asks of PostgreSQL, BEGIN and COMMIT left out: they ride along."""

import re

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

PREAMBLE = re.compile(r"(BEGIN; )?(SET LOCAL [^;]+; )*")
"""What the first statement of a transaction is sent with."""

CONTROL = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


def queries(reader: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        reader.get(path, secure=True)
    return sum(not PREAMBLE.sub("", query["sql"], count=1).startswith(CONTROL) for query in captured)
