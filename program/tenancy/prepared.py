"""Queries that every page asks, written once.

Django takes up to a millisecond and a half to write a query that PostgreSQL answers in a tenth of that.
"""

from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import connections
from django.db.models import BigAutoField, Expression, Field, QuerySet
from django.db.models.sql.compiler import SQLCompiler

from program.tenancy.scope import any_program, require_program_id


class Given(Expression):
    """Stands in a query for what is only known when it is asked."""

    def __init__(self, name: str, field: Field) -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> Any:
        return "%s", [self]


def given(name: str, field: Field) -> Any:
    return Given(name, field)


@dataclass(frozen=True)
class Written:
    rows: Any
    compiler: SQLCompiler
    sql: str
    parts: Sequence[Any]

    def ask(self, values: dict[str, Any]) -> list[Any]:
        """As Django runs a query, except that its SQL is there already."""
        parameters = tuple(values[part.name] if isinstance(part, Given) else part for part in self.parts)
        compiler = copy(self.compiler)
        compiler.connection = connections[self.rows.db]
        compiler.as_sql = lambda *args, **kwargs: (self.sql, parameters)  # type: ignore[method-assign]
        query = copy(self.rows.query)
        query.get_compiler = lambda *args, **kwargs: compiler  # type: ignore[method-assign]
        rows: Any = type(self.rows)(self.rows.model, query, self.rows.db)
        rows._fields = self.rows._fields
        return [*self.rows._iterable_class(rows)]


class Prepared[Row]:
    """`Prepared(build)(user_id=7)`: what the query answers that `build()` describes with `given` values.

    The guarded managers write it, with the number of the program in scope as one more given value.
    """

    def __init__(self, build: Callable[[], QuerySet[Any, Row]]) -> None:
        self.build = build

    @cached_property
    def written(self) -> Written:
        with any_program(given("program", BigAutoField())):
            rows = self.build()
            compiler = rows.query.get_compiler(using=rows.db)
            return Written(rows, compiler, *compiler.as_sql())

    def __call__(self, **values: Any) -> list[Row]:
        return self.written.ask({**values, "program": require_program_id()})
