"""What PostgreSQL itself says about the tables, keys and roles."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection

from tests.isolation.owner import owner_connection

GLOBAL_TABLES = {
    # Django's and Celery's own bookkeeping
    "django_migrations",
    "django_content_type",
    "django_session",  # sessions live in Valkey; the app is installed for its middleware
    "django_admin_log",  # not granted to the web at all: the audit log replaces it
    # Permissions hang on memberships; these three come with django.contrib.auth and stay empty of people
    "auth_permission",
    "auth_group",
    "auth_group_permissions",
    # A person is one across programs
    "members_user",
    "account_emailaddress",
    "account_emailconfirmation",
    "mfa_authenticator",
    "usersessions_usersession",
    "socialaccount_socialaccount",
    "socialaccount_socialapp",
    "socialaccount_socialtoken",
    # The tenants themselves: readable, each changed by its own staff only (own policies)
    "program_program",
    "program_programhost",
    # A mailbox is one for all programs: who is not to be written to (staff see the addresses of their own outbox)
    "mail_suspension",
    # The curriculum all programs share: read only to the web
    "curriculum_module",
    "curriculum_moduletext",
    "curriculum_lesson",
    "curriculum_lessontext",
    "curriculum_lessontextversion",
    "curriculum_reference",
}

POLICIES = {("own_program", "app_web"), ("platform", "app_platform"), ("owner", "app_owner")}


_asked: ContextVar[Any] = ContextVar("asked", default=connection)


@contextmanager
def broken_by(statement: str) -> Iterator[None]:
    """As the owner sees it after `statement`, which is undone afterwards."""
    owner = owner_connection()
    token = _asked.set(owner)
    try:
        owner.cursor().execute(statement)
        yield
    finally:
        _asked.reset(token)
        owner.rollback()
        owner.close()


def rows(sql: str) -> list[tuple[Any, ...]]:
    with _asked.get().cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def tables() -> set[str]:
    return {name for (name,) in rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}


def program_tables() -> set[str]:
    return {
        name
        for (name,) in rows(
            "SELECT table_name FROM information_schema.columns JOIN pg_tables ON tablename = table_name"
            " WHERE table_schema = 'public' AND column_name = 'program_id'"
        )
    } - {"program_programhost"}


def walled_tables() -> set[str]:
    return {
        name
        for (name,) in rows(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
            " AND relrowsecurity AND relforcerowsecurity"
        )
    }


def policies() -> dict[str, set[tuple[str, str]]]:
    found: dict[str, set[tuple[str, str]]] = {}
    for table, policy, roles in rows("SELECT tablename, policyname, roles::text[] FROM pg_policies"):
        found.setdefault(table, set()).add((policy, ",".join(roles)))
    return found


def own_rules() -> set[tuple[str, str, str]]:
    return set(rows("SELECT tablename, qual, with_check FROM pg_policies WHERE policyname = 'own_program'"))


def foreign_keys() -> list[tuple[str, str, str, list[str]]]:
    """Foreign keys: name, child table, parent table, child columns."""
    return rows(
        "SELECT conname, conrelid::regclass::text, confrelid::regclass::text,"
        " ARRAY(SELECT attname::text FROM unnest(conkey) WITH ORDINALITY AS k(n, o)"
        "   JOIN pg_attribute ON attrelid = conrelid AND attnum = n ORDER BY o)"
        " FROM pg_constraint WHERE contype = 'f'"
    )


def unique_indexes() -> list[tuple[str, str, list[str]]]:
    """Unique indexes that are no primary key: table, name, columns in order."""
    return rows(
        "SELECT indrelid::regclass::text, indexrelid::regclass::text,"
        " ARRAY(SELECT pg_get_indexdef(indexrelid, k, true) FROM generate_series(1, indnkeyatts) AS k)"
        " FROM pg_index JOIN pg_class ON pg_class.oid = indrelid"
        " WHERE indisunique AND NOT indisprimary AND relnamespace = 'public'::regnamespace"
    )
