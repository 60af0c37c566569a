"""Migration operations: the wall in PostgreSQL.

`OwnTables("Lesson", …)` comes right after the models are created, in the same migration.
"""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

POLICIES = {
    "own_program": ("app_web", "program_id = (SELECT app_program())"),
    "platform": ("app_platform", "true"),
    "owner": ("app_owner", "true"),  # Without it data migrations silently see no rows.
}


def wall(table: str) -> list[str]:
    """The statements that put one table behind row-level security."""
    quoted = f'"{table}"'
    policies = [
        f"CREATE POLICY {name} ON {quoted} TO {role} USING ({rule}) WITH CHECK ({rule})"
        for name, (role, rule) in POLICIES.items()
    ]
    return [
        f"ALTER TABLE {quoted} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {quoted} FORCE ROW LEVEL SECURITY",
        *policies,
        f'ALTER TABLE {quoted} ADD CONSTRAINT "{table}_own_id" UNIQUE (program_id, id)',
    ]


def bound_key(table: str, column: str, parent: str) -> str:
    """A child cannot point at another program's parent."""
    return (
        f'ALTER TABLE "{table}" ADD CONSTRAINT "{table}_{column}_own" FOREIGN KEY (program_id, "{column}")'
        f' REFERENCES "{parent}" (program_id, id) DEFERRABLE INITIALLY DEFERRED'
    )


def is_program_key(field: Any) -> bool:
    return bool(field.is_relation and field.many_to_one and not field.db_constraint)


class SchemaOperation(Operation):
    """Changes the database and leaves Django's picture of the models alone."""

    reduces_to_sql = True
    reversible = True

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        pass

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        pass


class OwnTables(SchemaOperation):
    """Row-level security, policies and keys for new tables of a program."""

    def __init__(self, *names: str) -> None:
        self.names = names

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return (self.__class__.__qualname__, list(self.names), {})

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        models = [to_state.apps.get_model(app_label, name) for name in self.names]
        for model in models:
            for statement in wall(model._meta.db_table):
                schema_editor.execute(statement)
        for model in models:
            for field in filter(is_program_key, model._meta.local_fields):
                parent = field.related_model._meta.db_table  # type: ignore[union-attr]
                schema_editor.execute(bound_key(model._meta.db_table, str(field.column), parent))

    def describe(self) -> str:
        return f"Put {', '.join(self.names)} behind row-level security"


class BindKey(SchemaOperation):
    """The composite key of a ProgramKey that is added to an existing table."""

    def __init__(self, model: str, field: str) -> None:
        self.model, self.field = model, field

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return (self.__class__.__qualname__, [self.model, self.field], {})

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: ProjectState) -> None:
        model = to_state.apps.get_model(app_label, self.model)
        field = model._meta.get_field(self.field)
        parent = field.related_model._meta.db_table  # type: ignore[union-attr]
        schema_editor.execute(bound_key(model._meta.db_table, str(field.column), parent))  # type: ignore[union-attr]

    def describe(self) -> str:
        return f"Bind {self.model}.{self.field} to its program"
