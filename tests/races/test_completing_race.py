"""The last two lessons of a module, done at the same moment in two windows: it is completed, once."""

from collections.abc import Iterator
from threading import Barrier

import pytest

from curriculum.about import keys_of
from curriculum.catalogue import catalogue
from curriculum.entries import LessonEntry, ModuleEntry
from curriculum.learning import completing
from curriculum.models import Completion, LessonProgress
from program import clock
from program.local.chaos.crowd import all_at_once
from program.tenancy.scope import program_scope
from tests.cast import Cast
from tests.curriculum.content import Loader, write_folder

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def module(cast: Cast, owner: tuple[str, str], tmp_path: object) -> Iterator[ModuleEntry]:
    """One with two lessons."""
    loader = Loader(owner)
    loader(write_folder(tmp_path / "two", 2))  # type: ignore[operator]
    with program_scope(cast.a.pk):
        found = catalogue("en").modules[0]
    yield found
    loader.forget()


def completed(cast: Cast) -> int:
    with program_scope(cast.a.pk):
        return Completion.objects.filter(membership=cast.alice).count()


def test_two_last_lessons_at_once_complete_the_module_exactly_once(cast: Cast, module: ModuleEntry) -> None:
    for _ in range(20):
        with program_scope(cast.a.pk):
            Completion.objects.all().delete()
            LessonProgress.objects.all().delete()

        def mark(lesson: LessonEntry) -> Completion | None:
            return completing.mark_done(cast.alice, lesson, module, now=clock.now())

        attempts = all_at_once(mark, [*module.lessons, *module.lessons], threads=4, program=cast.a)
        assert completed(cast) == 1
        assert sum(attempt.result is not None for attempt in attempts) == 1


def test_without_the_lock_neither_window_sees_the_others_lesson(cast: Cast, module: ModuleEntry) -> None:
    """The negative control: both look before either has committed, and nobody completes."""
    both = Barrier(2, timeout=30)

    def mark(lesson: LessonEntry) -> None:
        row = LessonProgress(membership=cast.alice, **keys_of(lesson.ref), done_at=clock.now())
        LessonProgress.objects.bulk_create([row], ignore_conflicts=True)
        both.wait()
        is_done = completing.is_all_done(cast.alice, module)
        both.wait()
        if is_done:
            completing.complete(cast.alice, module, now=clock.now())

    all_at_once(mark, list(module.lessons), threads=2, program=cast.a)
    assert completed(cast) == 0
