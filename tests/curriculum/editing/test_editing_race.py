"""Editors who save the same lesson at the same moment: one revision, and everybody else is told."""

from dataclasses import replace

import pytest

from curriculum.editing.places import reorder
from curriculum.editing.revisions import Overtaken, save_words
from curriculum.editing.subject import subject_or_404
from curriculum.editing.typed import read, typed
from curriculum.models import LessonSetting, LessonText, Module, Revision
from program import clock
from program.tenancy.scope import program_scope
from tests.cast import Cast, make_cast
from tests.conftest import HOST_A, HOST_B
from tests.curriculum.content import COURSE, Loader
from tests.curriculum.editing.conftest import ref_of
from tests.races.crowd import all_at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

THREADS = 8


@pytest.fixture
def cast(transactional_db: None, load: Loader) -> Cast:
    """The same people, in rows that other connections see, and the lessons."""
    load(COURSE)
    return make_cast(HOST_A, HOST_B)


def test_one_of_many_first_revisions_is_saved_and_the_others_are_told(cast: Cast) -> None:
    ref = ref_of("first-question")
    shared, _complaints = read(typed(LessonText.objects.get(lesson_id=ref, language="en")), lambda address: None)

    def save(title: str) -> str:
        words = replace(shared, title=title)
        told = {"seen": 0, "based_on": 1, "note": "", "by": cast.erin, "now": clock.now()}
        try:
            saved = save_words(subject_or_404(ref), "en", words, **told)  # type: ignore[arg-type]
        except Overtaken as overtaken:
            return f"told of {overtaken.latest.number}"
        return f"saved {saved.number if saved else None}"

    titles = [f"Title {number}" for number in range(THREADS)]
    attempts = all_at_once(save, titles, threads=THREADS, program=cast.a)
    assert sorted(str(attempt.result) for attempt in attempts) == ["saved 1"] + ["told of 1"] * (THREADS - 1)
    with program_scope(cast.a.pk):
        assert Revision.objects.count() == 1


def test_lessons_have_one_order_however_many_drag_them(cast: Cast) -> None:
    with program_scope(cast.a.pk):
        module = Module.objects.get(slug="asking")
        refs = list(module.lessons.values_list("pk", flat=True))
    orders = [refs, refs[::-1]] * (THREADS // 2)

    def drag(order: list[int]) -> None:
        reorder(Module.objects.get(pk=module.pk), order, by=None)

    all_at_once(drag, orders, threads=THREADS, program=cast.a)
    with program_scope(cast.a.pk):
        found = list(LessonSetting.objects.order_by("position").values_list("ref", flat=True))
    assert found in (refs, refs[::-1])
