"""Writing the audit log."""

from typing import Any

from django.db.models import Model

from program.audit.models import Entry


def record(action: str, target: Model, *, by: Any = None, changes: dict[str, Any] | None = None) -> Entry:
    """One line: `by` (a user or None for the system) did `action` to `target`."""
    return Entry.objects.create(
        actor=by,
        action=action,
        model=target._meta.label_lower,
        object_id=str(target.pk),
        object_name=str(target)[:200],
        changes=changes or {},
    )
