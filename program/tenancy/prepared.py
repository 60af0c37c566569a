"""Queries of pages that everyone opens, written once.

Django takes up to a millisecond and a half to write a query that PostgreSQL answers in a tenth of that.
"""

from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from functools import cache, wraps
from inspect import signature
from typing import Any

from django.db import connections
from django.db.models import BigIntegerField, DateTimeField, Expression, Field, QuerySet, TextField
from django.db.models.sql.compiler import SQLCompiler

from program.tenancy.scope import any_program, require_program_id

FIELDS: dict[Any, type[Field]] = {int: BigIntegerField, str: TextField, datetime: DateTimeField}


class Given(Expression):
    """Stands in a query for what is only known when it is asked."""

    def __init__(self, name: str, field: Field) -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> Any:
        return "%s", [self]


@dataclass(frozen=True)
class Written:
    rows: Any
    compiler: SQLCompiler
    sql: str
    parts: Sequence[Any]
    converters: dict[int, Any]
    """By column; they are handed the connection when a row comes."""

    def ask(self, values: dict[str, Any]) -> list[Any]:
        """As Django runs a query, except that its SQL and what its columns need are there already."""
        parameters = tuple(values[part.name] if isinstance(part, Given) else part for part in self.parts)
        compiler = copy(self.compiler)
        compiler.connection = connections[self.rows.db]
        compiler.as_sql = lambda *args, **kwargs: (self.sql, parameters)  # type: ignore[method-assign]
        compiler.get_converters = lambda *args: self.converters  # type: ignore[method-assign]
        query = copy(self.rows.query)
        query.get_compiler = lambda *args, **kwargs: compiler
        rows: Any = type(self.rows)(self.rows.model, query, self.rows.db)
        rows._fields = self.rows._fields
        return [*self.rows._iterable_class(rows)]


def prepared[**P, Row](build: Callable[P, QuerySet[Any, Row]]) -> Callable[P, list[Row]]:
    """Makes a function that builds a query into one that answers with its rows.

    Its parameters are plain values, never None and never a reason to build another query: the function runs once.
    The guarded managers write the query; the number of the program in scope is one more value, given each time.
    """
    parameters = signature(build).parameters

    @cache
    def written() -> Written:
        stand_ins: dict[str, Any] = {
            name: Given(name, FIELDS[parameter.annotation]()) for name, parameter in parameters.items()
        }
        with any_program(Given("program_in_scope", BigIntegerField())):
            rows: Any = build(**stand_ins)  # type: ignore[call-arg]
            compiler = rows.query.get_compiler(using=rows.db)
            sql, parts = compiler.as_sql()
            return Written(
                rows, compiler, sql, parts, compiler.get_converters(column for column, *_ in compiler.select)
            )

    @wraps(build)
    def ask(*args: P.args, **kwargs: P.kwargs) -> list[Row]:
        values = {"program_in_scope": require_program_id(), **dict(zip(parameters, args, strict=False)), **kwargs}
        return written().ask(values)

    return ask
