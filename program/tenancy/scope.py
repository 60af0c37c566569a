"""Whose rows this code may touch: the one place that says so.

The scope is a context variable. The database connection reads it before every statement
(`program.tenancy.database`), so Python and PostgreSQL cannot disagree about it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db import transaction

PLATFORM_ROLE = "app_platform"


class NoProgram(RuntimeError):
    """Rows of a program were asked for while no program was chosen."""


class ForeignProgram(RuntimeError):
    """A row of another program was about to be written."""


@dataclass(frozen=True, slots=True)
class Scope:
    """One program, or (with `program_id` None) the platform, which sees them all."""

    program_id: int | None = None

    @property
    def is_platform(self) -> bool:
        return self.program_id is None

    @property
    def role(self) -> str:
        return PLATFORM_ROLE if self.is_platform else "none"


_scope: ContextVar[Scope | None] = ContextVar("program_scope", default=None)


def current_scope() -> Scope | None:
    return _scope.get()


def current_program_id() -> int | None:
    """The program in scope, or None outside one; fits a field's default."""
    scope = _scope.get()
    return scope.program_id if scope else None


def require_program_id() -> int:
    program_id = current_program_id()
    if program_id is None:
        raise NoProgram("Enter program_scope(program_id) before touching a program's rows.")
    return program_id


@contextmanager
def _within(scope: Scope) -> Iterator[None]:
    token = _scope.set(scope)
    try:
        with transaction.atomic():
            yield
    finally:
        _scope.reset(token)


@contextmanager
def program_scope(program_id: int) -> Iterator[None]:
    """One transaction that sees and writes the rows of one program only."""
    with _within(Scope(program_id)):
        yield


@contextmanager
def platform_scope() -> Iterator[None]:
    """One transaction across programs, for sweepers and platform pages."""
    with _within(Scope()):
        yield


@contextmanager
def any_program(stand_in: Any) -> Iterator[None]:
    """For queries that are written here and asked later: `stand_in` is put where the program's number will be."""
    token = _scope.set(Scope(stand_in))
    try:
        yield
    finally:
        _scope.reset(token)
