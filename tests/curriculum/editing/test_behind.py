"""P05: the shared curriculum's editor changes a lesson."""

import shutil
from pathlib import Path

import pytest
from django.test import Client

from curriculum.models import LessonText
from tests.cast import Cast
from tests.curriculum.content import COURSE, Loader, write_folder
from tests.curriculum.editing.conftest import Editor, numbers, published, ref_of, version_of, words_of
from tests.curriculum.editing.test_overlay import CANARY, own_lesson, titles, write_all

LESSON = "/curriculum/asking/first-question/"
OVERVIEW = "/admin/curriculum/lesson/"


@pytest.fixture
def shared(db: None, load: Loader, tmp_path: Path) -> "SharedEditor":
    return SharedEditor(load, tmp_path / "course")


class SharedEditor:
    """Whoever writes in files for all programs."""

    def __init__(self, load: Loader, folder: Path) -> None:
        self.load, self.folder = load, folder
        shutil.copytree(COURSE, folder)
        load(folder)

    def change(self, old: str, new: str, language: str = "en") -> None:
        file = self.folder / f"asking/01-first-question/{language}.md"
        assert old in file.read_text()
        file.write_text(file.read_text().replace(old, new))
        self.load(self.folder)


def said(browser: Client, path: str = LESSON) -> str:
    return " ".join(browser.get(path).content.decode().split())


def test_programs_that_did_not_override_see_the_change_and_an_override_survives_behind_by_n_versions(
    shared: SharedEditor, edda: Editor, alice: Client, charlie: Client, cast: Cast
) -> None:
    ref = ref_of("first-question")
    edda.write(ref, act="publish", body="## Begin\n\nThe narwhal asks first.")
    assert "behind by" not in edda.get(OVERVIEW)
    shared.change("The herring asks first.", "The herring asks twice.")
    assert "The herring asks twice." in said(charlie)
    assert "The narwhal asks first." in said(alice)
    assert "herring" not in said(alice)
    assert "behind by 1 version" in edda.get(OVERVIEW)
    shared.change("asks twice", "asks three times")
    assert "asks three times" in said(charlie)
    assert "narwhal" in said(alice)
    assert "behind by 2 versions" in edda.get(OVERVIEW)


def test_what_changed_since_is_shown_word_by_word(shared: SharedEditor, edda: Editor) -> None:
    ref = ref_of("first-question")
    edda.write(ref, act="publish", title="Ours")
    shared.change("The herring asks first.", "The herring asks twice.")
    shared.change("summary: How to begin.", "summary: How to begin well.")
    page = edda.get(f"{words_of(ref)}changes/")
    assert "You are behind by 2 versions" in page.replace("you are", "You are")
    assert ": </span>twice." in page
    assert ": </span>first." in page
    assert "<h3>Summary</h3>" in page
    assert "<h3>Quiz</h3>" not in page


def test_having_seen_it_is_a_revision_on_the_current_version(
    shared: SharedEditor, edda: Editor, alice: Client, cast: Cast
) -> None:
    ref = ref_of("first-question")
    edda.write(ref, act="publish", body="## Begin\n\nThe narwhal asks first.")
    shared.change("The herring asks first.", "The herring asks twice.")
    edda.act(ref, "seen", version=str(version_of("first-question")))
    assert numbers(cast, ref) == [1, 2]
    revision = published(cast, ref)
    assert revision is not None
    assert (revision.number, revision.based_on) == (2, version_of("first-question"))
    assert "narwhal" in said(alice)
    assert "behind by" not in edda.get(OVERVIEW)
    edda.act(ref, "seen", version=str(version_of("first-question")))
    assert numbers(cast, ref) == [1, 2]


def test_change_that_came_while_one_looked_is_not_taken_as_seen(
    shared: SharedEditor, edda: Editor, cast: Cast
) -> None:
    ref = ref_of("first-question")
    edda.write(ref, act="publish", title="Ours")
    shared.change("asks first", "asks twice")
    looked_at = version_of("first-question")
    shared.change("asks twice", "asks never")
    edda.act(ref, "seen", version=str(looked_at))
    assert numbers(cast, ref) == [1]
    assert "changed again meanwhile" in edda.get(words_of(ref))
    assert "behind by 2 versions" in edda.get(OVERVIEW)


def test_published_words_stay_behind_while_the_draft_that_saw_the_change_waits(
    shared: SharedEditor, edda: Editor, cast: Cast
) -> None:
    ref = ref_of("first-question")
    edda.write(ref, act="publish", title="Ours")
    edda.write(ref, title="Ours, better")
    shared.change("asks first", "asks twice")
    edda.act(ref, "seen", version=str(version_of("first-question")))
    revision = published(cast, ref)
    assert revision is not None
    assert revision.number == 1
    assert "behind by 1 version" in edda.get(OVERVIEW)
    edda.act(ref, "publish", revision="3")
    assert "behind by" not in edda.get(OVERVIEW)


def test_override_in_one_language_leaves_the_other_shared(shared: SharedEditor, edda: Editor, alice: Client) -> None:
    ref = ref_of("first-question")
    edda.write(ref, act="publish", body="## Begin\n\nThe narwhal asks first.")
    words = LessonText.objects.get(lesson_id=ref, language="pt-br")
    alice.cookies["language"] = "pt-br"
    assert words.title in said(alice)
    assert "narwhal" not in said(alice)
    shared.change(words.title, "Uma pergunta nova", "pt-br")
    assert "Uma pergunta nova" in said(alice)
    alice.cookies["language"] = "en"
    assert "narwhal" in said(alice)
    assert "behind by" not in edda.get(OVERVIEW)


def test_shared_lesson_that_comes_to_the_address_of_an_own_one_waits_until_that_is_gone(
    shared: SharedEditor, edda: Editor, alice: Client, charlie: Client
) -> None:
    """Both on the path would be one page, and the module could never be completed."""
    own = own_lesson(edda, "Our breakfast")
    write_all(edda, own)
    shutil.copytree(shared.folder / "asking/02-second-question", shared.folder / "asking/04-our-breakfast")
    shared.load(shared.folder)
    later = ref_of("our-breakfast")
    assert titles(alice) == ["The first question", "The second question", "For the curious", "Our breakfast"]
    assert CANARY in said(alice, "/curriculum/asking/our-breakfast/")
    assert CANARY not in said(charlie, "/curriculum/asking/our-breakfast/")
    page = edda.get(OVERVIEW)
    assert "A shared lesson has the same address" in page
    assert "A lesson of your own has the same address" in page
    assert edda.browser.get(f"{words_of(later)}as/premium/").status_code == 302
    edda.post(f"{OVERVIEW}{own}/hide/", {"hidden": "yes"})
    assert titles(alice)[-1] == "The second question"
    assert "A lesson of your own has the same address" not in edda.get(OVERVIEW)
    assert edda.browser.get(f"{words_of(later)}as/premium/").status_code == 200


def test_own_lesson_of_a_module_that_is_retired_is_gone_with_it_and_comes_back(
    shared: SharedEditor, edda: Editor, alice: Client, tmp_path: Path
) -> None:
    own = own_lesson(edda)
    write_all(edda, own)
    edda.write(ref_of("first-question"), act="publish", title="Ours and gone")
    shared.load(write_folder(tmp_path / "another"))
    for path in ("/curriculum/asking/our-evening/", LESSON, "/curriculum/asking/"):
        assert alice.get(path).status_code == 404, path
    assert "Our evening" not in edda.get(OVERVIEW)
    assert "Our evening" in edda.get(words_of(own))
    assert edda.browser.get(f"{words_of(own)}as/premium/").status_code == 302
    assert edda.browser.get(f"{words_of(own)}as/premium/?revision=2").status_code == 302
    shared.load(shared.folder)
    assert CANARY in said(alice, "/curriculum/asking/our-evening/")
    assert "Ours and gone" in said(alice)


def test_shared_lesson_that_leaves_the_folder_leaves_the_overview(shared: SharedEditor, edda: Editor) -> None:
    ref = ref_of("first-question")
    edda.write(ref, act="publish", title="Ours and gone")
    for file in (shared.folder / "asking/01-first-question").iterdir():
        file.unlink()
    (shared.folder / "asking/01-first-question").rmdir()
    for place in shared.folder.rglob("*.yaml"):
        place.write_text(place.read_text().replace("asking/first-question", "asking/second-question"))
    for place in shared.folder.rglob("en.md"):
        place.write_text(place.read_text().replace("asking/first-question", "asking/second-question"))
    shared.load(shared.folder)
    assert "Ours and gone" not in edda.get(OVERVIEW)
    assert edda.browser.get(words_of(ref)).status_code == 404
