"""The demo's learners: something to see on every page of the curriculum, and the same again on a second run."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone

from curriculum.management.commands.load_curriculum import CONTENT
from curriculum.models import (
    Completion,
    Intake,
    LessonProgress,
    Question,
    Worksheet,
    WorksheetComment,
    WorksheetVersion,
)
from program.local.demo.fill import fill
from program.models import Program
from program.tenancy.scope import program_scope
from tests.curriculum.content import Loader

pytestmark = pytest.mark.django_db
FILLED = (Completion, Intake, LessonProgress, Question, Worksheet, WorksheetComment, WorksheetVersion)


@pytest.fixture(scope="module")
def load(django_db_setup: None, django_db_blocker: Any, owner: tuple[str, str]) -> Iterator[Loader]:
    loader = Loader(owner)
    yield loader
    with django_db_blocker.unblock():
        loader.forget()


def counts(slug: str) -> dict[str, int]:
    with program_scope(Program.objects.get(slug=slug).pk):
        return {model.__name__: model.objects.count() for model in FILLED}


def test_demo_fills_what_learners_leave_once(load: Loader) -> None:
    load(CONTENT)
    fill(now=timezone.now())
    first = {slug: counts(slug) for slug in ("first-million", "brasil")}
    for found in first.values():
        assert all(found.values()), found
        assert (found["Worksheet"], found["WorksheetVersion"], found["WorksheetComment"]) == (1, 2, 2)
    fill(now=timezone.now())
    assert {slug: counts(slug) for slug in first} == first


def test_founder_of_the_demo_has_gaps_of_their_own(load: Loader) -> None:
    load(CONTENT)
    fill(now=timezone.now())
    with program_scope(Program.objects.get(slug="first-million").pk):
        intake = Intake.objects.get()
        assert intake.membership.user.name == "Mara Lindqvist"
        assert "no_validation" in intake.patterns
