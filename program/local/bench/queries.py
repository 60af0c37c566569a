"""How many statements a page asks of PostgreSQL, BEGIN and COMMIT left out: they ride along."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

CONTROL = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


def queries(reader: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        reader.get(path, secure=True)
    return sum(not query["sql"].startswith(CONTROL) for query in captured)
