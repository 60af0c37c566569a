"""Editors at work, each request committed as in production."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from curriculum.models import Lesson, LessonText, OwnText, Revision
from members.models import Membership
from program.tenancy.scope import program_scope
from tests.cast import Cast, make_member
from tests.conftest import HOST_A, browser_of

ADMIN = "/admin/curriculum/lesson/"

type Capture = Callable[..., AbstractContextManager[Any]]


class Editor:
    """Somebody who writes, in a browser on program A's host."""

    def __init__(self, membership: Membership, capture: Capture) -> None:
        self.membership, self.capture = membership, capture
        self.browser = browser_of(membership, HOST_A)

    def get(self, path: str) -> str:
        answer = self.browser.get(path)
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
        return " ".join(answer.content.decode().split())

    def post(self, path: str, data: dict[str, Any] | None = None, **more: Any) -> HttpResponse:
        """What is to follow the commit follows it."""
        with program_scope(self.membership.program_id or 0), self.capture(execute=True):
            return self.browser.post(path, data or {}, **more)  # type: ignore[return-value]

    def form(self, ref: int, language: str = "en") -> dict[str, str]:
        """What stands in the fields of the editor."""
        page = self.browser.get(words_of(ref, language))
        form = page.context["form"]
        return {field.name: "" if field.value() is None else str(field.value()) for field in form}

    def write(self, ref: int, language: str = "en", act: str = "draft", **changes: str) -> HttpResponse:
        return self.post(words_of(ref, language), {**self.form(ref, language), **changes, "act": act})

    def act(self, ref: int, act: str, language: str = "en", **data: Any) -> HttpResponse:
        return self.post(f"{words_of(ref, language)}act/", {"act": act, **data})


def words_of(ref: int, language: str = "en") -> str:
    return f"{ADMIN}{ref}/words/{language}/"


def ref_of(slug: str) -> int:
    return Lesson.objects.get(slug=slug).pk


def version_of(slug: str, language: str = "en") -> int:
    return LessonText.objects.get(lesson__slug=slug, language=language).version


def numbers(cast: Cast, ref: int, language: str = "en") -> list[int]:
    with program_scope(cast.a.pk):
        rows = Revision.objects.filter(text__ref=ref, text__language=language)
        return list(rows.order_by("number").values_list("number", flat=True))


def published(cast: Cast, ref: int, language: str = "en") -> Revision | None:
    with program_scope(cast.a.pk):
        return OwnText.objects.select_related("published").get(ref=ref, language=language).published


@pytest.fixture
def edda(cast: Cast, django_capture_on_commit_callbacks: Capture) -> Editor:
    return Editor(make_member(cast.a, "Edda", "editor"), django_capture_on_commit_callbacks)


@pytest.fixture
def otto(cast: Cast, django_capture_on_commit_callbacks: Capture) -> Editor:
    """Another editor of the same program."""
    return Editor(make_member(cast.a, "Otto", "editor"), django_capture_on_commit_callbacks)


@pytest.fixture
def dana(cast: Cast) -> Client:
    """The coach."""
    return browser_of(cast.dana, HOST_A)
