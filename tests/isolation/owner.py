"""A second connection as the owner of the tables, to break a wall on purpose."""

from typing import Any

import psycopg2
from dj_database_url import parse
from django.conf import settings
from django.db import connection


def owner_connection() -> Any:
    """To the database of this test run, outside Django."""
    found = parse(settings.OWNER_DATABASE_URL)
    return psycopg2.connect(
        dbname=connection.settings_dict["NAME"],
        user=found["USER"],
        password=found["PASSWORD"] or None,
        host=found["HOST"],
        port=found["PORT"] or None,
    )
