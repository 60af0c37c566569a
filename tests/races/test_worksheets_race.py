"""Founders of one venture save at once: every save is there, numbered one after the other."""

from collections.abc import Iterator
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError

from curriculum.models import Lesson, Worksheet, WorksheetComment, WorksheetVersion
from curriculum.worksheets import saving
from curriculum.worksheets.answers import Field
from curriculum.worksheets.feedback import ask_for_feedback, give_feedback
from curriculum.worksheets.saving import Typed, restore, save
from members.models import Founder, Membership, Venture
from members.ventures.actions import name_venture
from program import clock
from program.mail.models import Message
from program.tenancy.scope import program_scope
from tests.cast import Cast
from tests.curriculum.content import COURSE, Loader
from tests.races.crowd import all_at_once, crowd

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

THREADS = 12
ASKED: list[Field] = [{"name": f"field_{n}", "kind": "line", "label": f"Field {n}"} for n in range(THREADS)]


@pytest.fixture(scope="module")
def loader(django_db_setup: None, django_db_blocker: Any, owner: tuple[str, str]) -> Iterator[Loader]:
    found = Loader(owner)
    yield found
    with django_db_blocker.unblock():
        found.forget()


@pytest.fixture
def ref(loader: Loader, cast: Cast) -> int:
    loader(COURSE)
    return Lesson.objects.get(slug="first-question").pk


@pytest.fixture
def venture(cast: Cast) -> Venture:
    with program_scope(cast.a.pk):
        return name_venture("Herring & Sons", "", by=cast.alice, now=clock.now())


@pytest.fixture
def founders(cast: Cast, venture: Venture) -> list[Membership]:
    found = crowd(cast.a, THREADS)
    with program_scope(cast.a.pk):
        Founder.objects.bulk_create(Founder(venture=venture, membership=founder) for founder in found)
    return found


def versions(cast: Cast) -> list[WorksheetVersion]:
    with program_scope(cast.a.pk):
        return list(WorksheetVersion.objects.order_by("number"))


def typed(answers: dict[str, Any], base: int = 0, *, is_autosave: bool = False) -> Typed:
    return Typed(answers, base, uuid4(), is_autosave=is_autosave)


@pytest.mark.parametrize("is_autosave", [False, True])
def test_first_saves_at_once_are_versions_one_after_the_other_and_merge(
    cast: Cast, ref: int, venture: Venture, founders: list[Membership], is_autosave: bool
) -> None:
    """Each founder fills in another field of a sheet that nobody began."""
    order = {founder.pk: place for place, founder in enumerate(founders)}

    def fill_in(founder: Membership) -> None:
        answers = {f"field_{order[founder.pk]}": founder.user.name}
        save(venture, ref, ASKED, typed(answers, is_autosave=is_autosave), by=founder, now=clock.now())

    all_at_once(fill_in, founders, threads=THREADS, program=cast.a)
    found = versions(cast)
    assert [version.number for version in found] == list(range(1, THREADS + 1))
    assert {version.saved_by_id for version in found} == set(order)
    wanted = {f"field_{order[founder.pk]}": founder.user.name for founder in founders}
    assert found[-1].answers == wanted
    with program_scope(cast.a.pk):
        assert Worksheet.objects.count() == 1


def test_two_founders_into_one_field_at_once_keep_both_texts(
    cast: Cast, ref: int, venture: Venture, founders: list[Membership]
) -> None:
    with program_scope(cast.a.pk):
        save(venture, ref, ASKED, typed({"field_0": "before"}), by=cast.alice, now=clock.now())

    def write(founder: Membership) -> None:
        save(venture, ref, ASKED, typed({"field_0": founder.user.name}, base=1), by=founder, now=clock.now())

    all_at_once(write, founders[:2], threads=2, program=cast.a)
    found = versions(cast)
    assert [version.number for version in found] == [1, 2, 3]
    assert {version.answers["field_0"] for version in found[1:]} == {founder.user.name for founder in founders[:2]}
    assert found[2].note == "beside:2"


def test_saving_while_restoring_loses_neither(
    cast: Cast, ref: int, venture: Venture, founders: list[Membership]
) -> None:
    with program_scope(cast.a.pk):
        for base, words in enumerate(("one", "two")):
            save(venture, ref, ASKED, typed({"field_0": words}, base), by=cast.alice, now=clock.now())
        sheet = Worksheet.objects.get()

    def write_or_restore(founder: Membership) -> None:
        if founder == founders[0]:
            restore(sheet, 1, by=founder, now=clock.now())
        else:
            save(venture, ref, ASKED, typed({"field_0": "two", "field_1": "new"}, 2), by=founder, now=clock.now())

    all_at_once(write_or_restore, founders[:2], threads=2, program=cast.a)
    found = versions(cast)
    assert [version.number for version in found] == [1, 2, 3, 4]
    assert any(version.answers.get("field_1") == "new" for version in found)
    assert any(version.note == "restored:1" for version in found)


def test_feedback_sent_by_many_presses_is_one_comment_and_one_mail_each(
    cast: Cast, ref: int, venture: Venture, founders: list[Membership]
) -> None:
    with program_scope(cast.a.pk):
        save(venture, ref, ASKED, typed({"field_0": "one"}), by=cast.alice, now=clock.now())
    (version,) = versions(cast)

    def send(_press: int) -> int:
        return give_feedback(version, {"field_0": "Which?"}, by=cast.dana, now=clock.now())

    attempts = all_at_once(send, list(range(THREADS)), threads=THREADS, program=cast.a)
    assert sorted(attempt.result or 0 for attempt in attempts) == [0] * (THREADS - 1) + [1]
    with program_scope(cast.a.pk):
        assert WorksheetComment.objects.count() == 1
        assert Message.objects.count() == THREADS + 1  # the founders, and Alice


def test_asking_at_once_is_asking_once(cast: Cast, ref: int, venture: Venture, founders: list[Membership]) -> None:
    with program_scope(cast.a.pk):
        save(venture, ref, ASKED, typed({"field_0": "one"}), by=cast.alice, now=clock.now())
        sheet = Worksheet.objects.get()

    def ask(founder: Membership) -> bool:
        return ask_for_feedback(sheet, by=founder, now=clock.now())

    attempts = all_at_once(ask, founders, threads=THREADS, program=cast.a)
    assert [attempt.result for attempt in attempts].count(True) == 1


def test_numbers_collide_without_the_lock(
    cast: Cast, ref: int, venture: Venture, founders: list[Membership], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: the same crowd, and nobody waits for anybody."""
    with program_scope(cast.a.pk):
        save(venture, ref, ASKED, typed({"field_0": "before"}), by=cast.alice, now=clock.now())
        sheet = Worksheet.objects.get()
    together = Barrier(THREADS)

    def unlocked(venture: Venture, ref: int) -> Worksheet:
        together.wait(10)
        return sheet

    monkeypatch.setattr(saving, "locked", unlocked)

    def write(founder: Membership) -> None:
        save(venture, ref, ASKED, typed({"field_0": founder.user.name}, base=1), by=founder, now=clock.now())

    with pytest.raises(IntegrityError):
        all_at_once(write, founders, threads=THREADS, program=cast.a)
