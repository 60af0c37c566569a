"""The curriculum on one page: order, tier, days, own lessons, and who may change them."""

from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from curriculum.models import LessonProgress, LessonSetting, Module, OwnLesson
from program.audit.models import Entry
from program.tenancy.scope import program_scope
from tests.cast import Cast, make_member
from tests.conftest import HOST_A, browser_of
from tests.curriculum.content import Loader, write_folder
from tests.curriculum.editing.conftest import ADMIN, Editor, ref_of, words_of
from tests.curriculum.editing.test_overlay import own_lesson, titles, write_all

pytestmark = pytest.mark.usefixtures("course")


def asking() -> int:
    return Module.objects.get(slug="asking").pk


def step(editor: Editor, slug: str, to: str) -> None:
    editor.post(f"{ADMIN}order/{asking()}/", {"move": ref_of(slug), "to": to})


def test_lessons_are_moved_without_scripts_a_step_at_a_time(edda: Editor, alice: Client, cast: Cast) -> None:
    step(edda, "first-question", "down")
    assert titles(alice) == ["The second question", "The first question", "For the curious"]
    step(edda, "for-the-curious", "up")
    assert titles(alice) == ["The second question", "For the curious", "The first question"]
    step(edda, "second-question", "up")  # It is the first already.
    step(edda, "second-question", "sideways")
    assert titles(alice) == ["The second question", "For the curious", "The first question"]
    with program_scope(cast.a.pk):
        assert Entry.objects.filter(action="put in order the lessons of").count() == 4


@pytest.mark.parametrize("order", ["", "1", "x,y", "-5,-6", "1,1,1", "9" * 40])
def test_order_of_other_lessons_than_there_are_is_refused(edda: Editor, alice: Client, order: str) -> None:
    answer = edda.post(f"{ADMIN}order/{asking()}/", {"order": order})
    assert answer.status_code in (302, 409)
    assert titles(alice) == ["The first question", "The second question", "For the curious"]


def test_tier_and_day_of_a_lesson_are_the_programs(
    edda: Editor, alice: Client, charlie: Client, visitor: Client, cast: Cast
) -> None:
    ref = ref_of("first-question")
    assert "As in the shared curriculum: Free" in edda.get(f"{ADMIN}{ref}/place/")
    edda.post(f"{ADMIN}{ref}/place/", {"tier": "premium", "opens_after_days": "7"})
    assert "This lesson opens with premium" in alice.get("/curriculum/asking/first-question/").content.decode()
    assert "herring" in charlie.get("/curriculum/asking/first-question/").content.decode()
    assert "opens after 7 days" in edda.get(ADMIN)
    with program_scope(cast.a.pk):
        entry = Entry.objects.get(model="curriculum.lessonsetting")
    assert (entry.changes["tier"], entry.changes["opens_after_days"]) == (["", "premium"], ["None", "7"])
    edda.post(f"{ADMIN}{ref}/place/", {"tier": "", "opens_after_days": ""})
    assert "herring" in alice.get("/curriculum/asking/first-question/").content.decode()


@pytest.mark.parametrize(
    ("name", "value"), [("tier", "gold"), ("opens_after_days", "-1"), ("opens_after_days", "9" * 9)]
)
def test_wrong_place_is_said_next_to_the_field(edda: Editor, name: str, value: str) -> None:
    answer = edda.post(f"{ADMIN}{ref_of('first-question')}/place/", {name: value})
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [name]  # type: ignore[attr-defined]


def test_own_lesson_gets_its_address_from_its_title(edda: Editor, cast: Cast) -> None:
    ref = own_lesson(edda, "Çai & coffee, in São Paulo!")
    with program_scope(cast.a.pk):
        assert OwnLesson.objects.get(pk=-ref).slug == "cai-coffee-in-sao-paulo"
        assert LessonSetting.objects.count() == 0
    assert edda.form(ref)["title"] == "Çai & coffee, in São Paulo!"
    assert "Çai &amp; coffee, in São Paulo!" in edda.get(ADMIN)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"title": "The First Question", "slug": "first-question"}, "The shared curriculum has a lesson of this name"),
        ({"title": "First question"}, "The shared curriculum has a lesson of this name"),
        ({"title": "Our evening"}, "Your program has a lesson of this name"),
        ({"title": "Print"}, "Another page of this module has this address."),
        ({"title": "客户"}, "No address can be made from this title."),
        ({"title": ""}, "This field is required."),
        ({"title": "Fine", "slug": "not fine"}, "valid"),
    ],
)
def test_address_of_an_own_lesson_does_not_clash(edda: Editor, fields: dict[str, str], said: str) -> None:
    own_lesson(edda)
    edda.post(f"{ADMIN}{ref_of('first-question')}/hide/", {"hidden": "yes"})
    data = {"module": asking(), "slug": "", "minutes": 5, "tier": "free", **fields}
    answer = edda.post("/admin/curriculum/ownlesson/add/", data)
    assert answer.status_code == 200
    assert said in answer.content.decode()


def test_own_lesson_that_somebody_has_done_is_not_deleted(edda: Editor, cast: Cast) -> None:
    ref = own_lesson(edda)
    write_all(edda, ref)
    with program_scope(cast.a.pk):
        LessonProgress.objects.create(membership=cast.alice, own_lesson_id=-ref)
    edda.post(f"/admin/curriculum/ownlesson/{-ref}/delete/", {"post": "yes"})
    with program_scope(cast.a.pk):
        assert OwnLesson.objects.filter(pk=-ref).exists()
        LessonProgress.objects.all().delete()
    edda.post(f"/admin/curriculum/ownlesson/{-ref}/delete/", {"post": "yes"})
    with program_scope(cast.a.pk):
        assert not OwnLesson.objects.filter(pk=-ref).exists()


def test_tier_of_an_own_lesson_changes_at_once(edda: Editor, alice: Client) -> None:
    ref = own_lesson(edda)
    write_all(edda, ref)
    edda.post(f"/admin/curriculum/ownlesson/{-ref}/change/", {"minutes": 7, "tier": "premium"})
    assert "This lesson opens with premium" in alice.get("/curriculum/asking/our-evening/").content.decode()


def test_own_lesson_is_linked_to_once_members_see_it(edda: Editor) -> None:
    ref = own_lesson(edda)
    page, link = f"/admin/curriculum/ownlesson/{-ref}/change/", 'href="/curriculum/asking/our-evening/"'
    assert link not in edda.get(page)
    write_all(edda, ref)
    assert link in edda.get(page)


def test_coach_views_and_changes_nothing(dana: Client, edda: Editor, cast: Cast) -> None:
    ref = ref_of("first-question")
    edda.write(ref, title="Ours")
    page = dana.get(ADMIN).content.decode()
    assert "The first question" in page
    assert "<button" not in page.partition("<main")[2]
    for path in ("", "history/", "changes/", "as/free/?revision=1"):
        assert dana.get(f"{words_of(ref)}{path}").status_code == 200
    assert "readonly" in dana.get(words_of(ref)).content.decode()
    assert refused(dana, ref) == {403}
    assert edda.form(ref)["title"] == "Ours"


@pytest.mark.parametrize("role", ["host", "support", "finance", "ambassador_manager"])
def test_host_and_others_may_not_enter(role: str, cast: Cast) -> None:
    browser = browser_of(make_member(cast.a, "Hana", role), HOST_A)
    ref = ref_of("first-question")
    assert browser.get(ADMIN).status_code == 403
    for path in ("", "history/", "preview/", "as/premium/"):
        assert browser.get(f"{words_of(ref)}{path}").status_code == 403
    assert refused(browser, ref) == {403}


def test_members_are_sent_away(alice: Client, visitor: Client) -> None:
    ref = ref_of("first-question")
    for browser in (alice, visitor):
        assert refused(browser, ref) == {302}
        assert browser.get(words_of(ref)).status_code == 302


def refused(browser: Client, ref: int) -> set[int]:
    words = words_of(ref)
    paths = [f"{ADMIN}{ref}/hide/", f"{ADMIN}{ref}/place/", f"{ADMIN}order/{asking()}/"]
    paths += [words, f"{words}act/", f"{words}pictures/", f"{words}pictures/1/remove/"]
    return {browser.post(path, {"act": "publish", "title": "Mine"}).status_code for path in paths}


def test_language_that_we_do_not_speak_is_404(edda: Editor) -> None:
    assert edda.browser.get(words_of(ref_of("first-question"), "fr")).status_code == 404
    assert edda.browser.get(words_of(99_999)).status_code == 404


def queries(editor: Editor, path: str) -> int:
    editor.get(path)
    with CaptureQueriesContext(connection) as asked:
        editor.get(path)
    return sum("SAVEPOINT" not in query["sql"] for query in asked)


def test_queries_are_the_same_at_1_and_30_rows(edda: Editor, load: Loader, tmp_path: Path) -> None:
    counted = []
    for count in (1, 30):
        load(write_folder(tmp_path / str(count), count))
        for number in range(1, count + 1):
            edda.write(ref_of(f"lesson-{number}"), act="publish", title=f"Ours {number} of {count}")
        ref = ref_of("lesson-1")
        for number in range(count):
            edda.write(ref, title=f"Take {number}")
        pages = (ADMIN, words_of(ref), f"{words_of(ref)}history/", f"{words_of(ref)}as/free/?revision=1")
        counted.append([queries(edda, page) for page in pages])
    assert counted[0] == counted[1]
    assert max(counted[0]) <= 12
