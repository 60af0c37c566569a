"""Django's PostgreSQL backend, bound to the scope.

psycopg2 sends BEGIN on its own before the first statement. Here the driver stays in autocommit
and we send `BEGIN; SET LOCAL …; <first statement>` in one round trip, so the binding is free and
a transaction without a statement never reaches the server.
See docs/decisions/0001-programs-apart.md.
"""

import select
from typing import Any

import psycopg2.extensions
from django.db.backends.postgresql import base as postgresql
from django.db.backends.utils import debug_transaction
from psycopg2.extensions import TRANSACTION_STATUS_IDLE as IDLE
from psycopg2.extensions import TRANSACTION_STATUS_INTRANS as IN_TRANSACTION

from program.tenancy.scope import current_scope

type Binding = tuple[str, str]
"""The two settings of a transaction: `app.program_id` and the role."""

UNBOUND: Binding = ("", "none")


def wanted_binding() -> Binding:
    scope = current_scope()
    if scope is None:
        return UNBOUND
    return ("" if scope.is_platform else str(int(scope.program_id or 0)), scope.role)


def bind(known: Binding | None, wanted: Binding) -> str:
    """The statements that bring the server from what it knows to what is wanted."""
    if known == wanted:
        return ""
    program_id, role = wanted
    said = f"SET LOCAL app.program_id = '{program_id}'; "
    if known is not None and known[1] == role:
        return said
    return f"{said}SET LOCAL ROLE {role}; "


class BoundConnection(psycopg2.extensions.connection):
    """Knows what the server was last told about the program, within this transaction."""

    wants_transaction = False
    binding: Binding | None = UNBOUND

    def preamble(self) -> tuple[str, Binding | None]:
        """What must be said before the next statement, and the binding once it was said."""
        status = self.get_transaction_status()
        if status == IDLE and self.wants_transaction:
            return "BEGIN; " + bind(UNBOUND, wanted_binding()), wanted_binding()
        if status == IN_TRANSACTION:
            return bind(self.binding, wanted_binding()), wanted_binding()
        return "", self.binding


class BindingCursor(psycopg2.extensions.cursor):
    """Sends the preamble in the same round trip as the statement it precedes."""

    connection: BoundConnection

    def execute(self, query: Any, vars: Any = None) -> None:
        if not isinstance(query, str) or self.name is not None:
            self._bind()
            super().execute(query, vars)
            return
        preamble, binding = self.connection.preamble()
        super().execute(preamble + query if preamble else query, vars)
        self.connection.binding = binding

    def executemany(self, query: Any, vars_list: Any) -> None:
        self._bind()
        super().executemany(query, vars_list)

    def copy_expert(self, sql: Any, file: Any, size: int = 8192) -> None:
        self._bind()
        super().copy_expert(sql, file, size)

    def _bind(self) -> None:
        preamble, binding = self.connection.preamble()
        if preamble:
            with self.connection.cursor() as cursor:
                psycopg2.extensions.cursor.execute(cursor, preamble)
        self.connection.binding = binding


class DatabaseWrapper(postgresql.DatabaseWrapper):
    connection: BoundConnection | None

    def get_connection_params(self) -> dict[str, Any]:
        params = super().get_connection_params()
        return {**params, "cursor_factory": BindingCursor, "connection_factory": BoundConnection}

    def _set_autocommit(self, autocommit: bool) -> None:
        assert self.connection is not None
        with self.wrap_database_errors:
            if not self.connection.autocommit:
                self.connection.autocommit = True
            self.connection.wants_transaction = not autocommit

    def _commit(self) -> None:
        self._end("COMMIT")

    def _rollback(self) -> None:
        self._end("ROLLBACK")

    def _end(self, statement: str) -> None:
        connection = self.connection
        if connection is None or connection.get_transaction_status() == IDLE:
            return
        with debug_transaction(self, statement), self.wrap_database_errors, connection.cursor() as cursor:
            psycopg2.extensions.cursor.execute(cursor, statement)

    def _savepoint_rollback(self, sid: str) -> None:
        super()._savepoint_rollback(sid)  # type: ignore[misc]
        if self.connection is not None:  # SET LOCAL inside the savepoint is undone with it.
            self.connection.binding = None

    def is_usable(self) -> bool:
        """True while the server has not hung up: a look at the socket instead of a round trip."""
        if self.connection is None or self.connection.closed:
            return False
        poll = select.poll()
        poll.register(self.connection.fileno(), select.POLLIN | select.POLLHUP)
        return not poll.poll(0)
