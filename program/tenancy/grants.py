"""What the web may do in the database, granted after every migrate that the owner runs."""

from typing import Any

from django.db import connections

GRANTS = """
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM app_web, app_platform;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO app_web, app_platform;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO app_web, app_platform;
REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM app_web, app_platform;
"""

READ_ONLY = (
    "curriculum_module",
    "curriculum_moduletext",
    "curriculum_lesson",
    "curriculum_lessontext",
    "curriculum_lessontextversion",
    "curriculum_reference",
)
"""What all programs share is written by the owner alone, when it is loaded."""

APPEND_ONLY = {
    "members_ledgerentry": ("membership_id", "recorded_by_id"),
    "members_receipt": ("membership_id", "voided_at", "void_reason"),
}
"""Books: rows are added and stay. Only these columns may change: whom a row is about, when that person is forgotten,
and that a receipt is void."""

NOT_FOR_THE_WEB = ("django_admin_log",)
"""Tables that hold programs' words without a program; ours stand in program.audit."""


def grant_after_migrate(sender: Any, using: str, **kwargs: Any) -> None:
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user = 'app_owner'")
        if not cursor.fetchone()[0]:  # type: ignore[index]
            return
        cursor.execute(GRANTS)
        tables = set(connection.introspection.table_names(cursor))
        for table in tables.intersection(READ_ONLY):
            cursor.execute(f'REVOKE INSERT, UPDATE, DELETE ON "{table}" FROM app_web, app_platform')
        for table in tables.intersection(APPEND_ONLY):
            columns = ", ".join(APPEND_ONLY[table])
            cursor.execute(f'REVOKE UPDATE, DELETE ON "{table}" FROM app_web, app_platform')
            cursor.execute(f'GRANT UPDATE ({columns}) ON "{table}" TO app_web, app_platform')
        for table in tables.intersection(NOT_FOR_THE_WEB):
            cursor.execute(f'REVOKE ALL ON "{table}" FROM app_web, app_platform')
