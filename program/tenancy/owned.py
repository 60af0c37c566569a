"""Models whose rows belong to one program: the wall in Python."""

from collections.abc import Collection, Iterable
from typing import Any, ClassVar, Self

from django.apps import apps
from django.db import models

from program.tenancy.scope import ForeignProgram, NoProgram, current_program_id, current_scope


def refuse_foreign(rows: "Iterable[ProgramOwned]") -> None:
    """Each row takes the program in scope; a row of another program is refused."""
    scope = current_scope()
    if scope is None:
        raise NoProgram("Enter program_scope(program_id) before writing a program's rows.")
    for row in rows:
        if row.program_id is None:
            row.program_id = scope.program_id
        if row.program_id is None:
            raise NoProgram(f"{row!r} has no program.")
        if not scope.is_platform and row.program_id != scope.program_id:
            raise ForeignProgram(f"{row!r} belongs to another program.")


class OwnedQuerySet[M: "ProgramOwned"](models.QuerySet[M]):
    """Bulk writes pass the same guard as `save()`."""

    def bulk_create(self, objs: Iterable[M], *args: Any, **kwargs: Any) -> list[M]:
        rows = list(objs)
        refuse_foreign(rows)
        return super().bulk_create(rows, *args, **kwargs)

    def bulk_update(self, objs: Iterable[M], *args: Any, **kwargs: Any) -> int:
        rows = list(objs)
        refuse_foreign(rows)
        return super().bulk_update(rows, *args, **kwargs)


class OwnedManager[M: "ProgramOwned"](models.Manager[M]):
    """Refuses to work without a scope, and filters by the one there is."""

    def get_queryset(self) -> models.QuerySet[M]:
        scope = current_scope()
        if scope is None:
            raise NoProgram(f"{self.model.__name__} was asked for outside a program.")
        rows = super().get_queryset()
        return rows if scope.is_platform else rows.filter(program_id=scope.program_id)


class ProgramOwned(models.Model):
    """Base of every table that belongs to a program. Its migration needs `OwnTables`."""

    program = models.ForeignKey(
        "program.Program", models.CASCADE, default=current_program_id, editable=False, db_index=False, related_name="+"
    )

    objects: ClassVar["OwnedManager[Self]"] = OwnedManager.from_queryset(OwnedQuerySet)()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    program_id: int | None  # type: ignore[assignment]

    def save(self, *args: Any, **kwargs: Any) -> None:
        refuse_foreign([self])
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        refuse_foreign([self])
        return super().delete(*args, **kwargs)

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """A form never shows the program, yet uniqueness within it is checked before saving."""
        super().validate_constraints(exclude=set(exclude or ()) - {"program"})


class ProgramKey[S, G](models.ForeignKey[S, G]):
    """A foreign key to another table of the same program.

    PostgreSQL's own foreign-key checks go round row-level security, so the constraint is made by
    `OwnTables` over (program_id, id) instead of by Django over id alone.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["db_constraint"] = False
        super().__init__(*args, **kwargs)


def owned_models() -> list[type[ProgramOwned]]:
    return [model for model in apps.get_models() if issubclass(model, ProgramOwned)]
