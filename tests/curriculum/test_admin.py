"""Staff see the curriculum and who is done with what; nobody changes it there."""

import pytest
from django.test import Client

from curriculum.models import Lesson, LessonProgress
from program.tenancy.scope import program_scope
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("lessons")


def test_staff_read_lessons_and_open_them(erin: Client) -> None:
    page = erin.get("/admin/curriculum/lesson/").content.decode()
    assert 'href="/curriculum/asking/for-premium/"' in page
    lesson = Lesson.objects.get(slug="for-premium")
    page = erin.get(f"/admin/curriculum/lesson/{lesson.pk}/change/").content.decode()
    assert "zanzibarpremiumcanary" in page
    assert 'name="_save"' not in page
    module = erin.get(f"/admin/curriculum/module/{lesson.module_id}/change/").content.decode()
    assert "Perguntar" in module


def test_nobody_writes_there(erin: Client) -> None:
    lesson = Lesson.objects.get(slug="for-premium")
    for url in ("lesson/add/", f"lesson/{lesson.pk}/delete/", "module/add/", "lessonprogress/add/"):
        assert erin.get(f"/admin/curriculum/{url}").status_code == 403
    erin.post(f"/admin/curriculum/lesson/{lesson.pk}/change/", {"tier": "free"})
    lesson.refresh_from_db()
    assert lesson.tier == "premium"


def test_progress_of_another_program_is_not_there(erin: Client, cast: Cast) -> None:
    lesson = Lesson.objects.get(slug="open-to-all")
    with program_scope(cast.b.pk):
        foreign = LessonProgress.objects.create(membership=cast.charlie, lesson=lesson)
    with program_scope(cast.a.pk):
        LessonProgress.objects.create(membership=cast.alice, lesson=lesson)
    page = erin.get("/admin/curriculum/lessonprogress/").content.decode()
    assert "Alice" in page
    assert "Charlie" not in page
    assert erin.get(f"/admin/curriculum/lessonprogress/{foreign.pk}/change/").status_code in (302, 404)


def test_alice_has_no_business_there(alice: Client) -> None:
    assert alice.get("/admin/curriculum/lesson/").status_code == 302
