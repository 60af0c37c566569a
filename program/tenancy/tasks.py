"""Background work: each task names its program, and runs inside its scope."""

from typing import Any

from celery import Task

from program.tenancy.scope import NoProgram, platform_scope, program_scope


class ProgramTask(Task):  # type: ignore[type-arg]
    """`@shared_task(base=ProgramTask)`; called with the keyword `program_id`, which the body does not see."""

    abstract = True
    typing = False  # Otherwise `delay` refuses a keyword that the body does not have.

    def __call__(self, *args: Any, program_id: int | None = None, **kwargs: Any) -> Any:
        if not isinstance(program_id, int):
            raise NoProgram(f"{self.name} was called without a program_id.")
        with program_scope(program_id):
            return super().__call__(*args, **kwargs)


class PlatformTask(Task):  # type: ignore[type-arg]
    """For the few sweepers that look across programs; each is on the list in the isolation tests."""

    abstract = True

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        with platform_scope():
            return super().__call__(*args, **kwargs)


class OwnScopesTask(Task):  # type: ignore[type-arg]
    """For work that must leave the transaction in between, like sending: the body opens `program_scope` itself."""

    abstract = True

    def __call__(self, *args: Any, program_id: int | None = None, **kwargs: Any) -> Any:
        if not isinstance(program_id, int):
            raise NoProgram(f"{self.name} was called without a program_id.")
        return super().__call__(*args, program_id=program_id, **kwargs)
