"""Every registered task names its program, or is one of the few that look across them."""

import pytest
from celery import Task
from django.conf import settings

from members.models import Venture
from program.celery import app
from program.tenancy.scope import NoProgram
from program.tenancy.tasks import PlatformTask, ProgramTask
from tests.cast import Cast

BILLING = ("close_transfers", "look_after", "read_again", "reconcile", "send_refunds", "sweep")
ACROSS_PROGRAMS = {
    "members.billing.rolling.tasks.look_at_prices",
    "program.mail.tasks.sweep",
    "roundtables.rooms.tasks.sweep",
    "roundtables.tasks.look_after",
    *(f"members.billing.hearing.tasks.{name}" for name in BILLING),
}


def our_tasks() -> dict[str, Task]:
    app.loader.import_default_modules()
    return {name: task for name, task in app.tasks.items() if not name.startswith("celery.")}


def test_every_task_needs_a_program_or_is_listed() -> None:
    tasks = our_tasks()
    across = {name for name, task in tasks.items() if isinstance(task, PlatformTask)}
    assert across == ACROSS_PROGRAMS
    assert len(tasks) > len(across)


def test_every_task_across_programs_has_its_time() -> None:
    assert set(settings.EVERY) == ACROSS_PROGRAMS


def test_every_task_may_be_handed_over_with_its_program() -> None:
    """Celery would refuse a keyword that the body does not have, when the task is handed over and not before."""
    for name, task in our_tasks().items():
        if isinstance(task, ProgramTask):
            assert not task.typing, name


@pytest.mark.django_db
def test_every_task_refuses_to_run_without_a_program() -> None:
    for name, task in our_tasks().items():
        if name not in ACROSS_PROGRAMS:
            with pytest.raises((NoProgram, TypeError), match="program"):
                task([])


def test_task_sees_its_own_program_only(cast: Cast) -> None:
    """One worker, two programs in turn: the second run knows nothing of the first."""

    @app.task(base=ProgramTask, name="tests.name_venture")
    def name_venture(name: str) -> list[str]:
        Venture.objects.create(name=name)
        return list(Venture.objects.values_list("name", flat=True))

    try:
        assert name_venture("of A", program_id=cast.a.pk) == ["of A"]
        assert name_venture("of B", program_id=cast.b.pk) == ["of B"]
    finally:
        del app.tasks["tests.name_venture"]
