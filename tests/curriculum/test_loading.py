from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from curriculum.loading.folder import ContentError, read_content
from curriculum.management.commands.load_curriculum import CONTENT
from curriculum.models import Lesson, LessonProgress, LessonText, Module
from program.tenancy.scope import program_scope
from tests.cast import Cast
from tests.curriculum.content import COURSE, SMALL, Loader, as_owner, lesson_file, write_folder


@pytest.fixture(autouse=True)
def nothing_yet(db: None, load: Loader) -> None:
    load.forget()


def test_second_load_changes_nothing(load: Loader) -> None:
    assert str(load()) == (
        "modules: 2 new, 0 changed, 0 unchanged, 0 retired; lessons: 3 new, 0 changed, 0 unchanged, 0 retired"
    )
    before = list(LessonText.objects.order_by("pk").values())
    assert str(load()) == (
        "modules: 0 new, 0 changed, 2 unchanged, 0 retired; lessons: 0 new, 0 changed, 3 unchanged, 0 retired"
    )
    assert list(LessonText.objects.order_by("pk").values()) == before


def test_changed_words_change_one_lesson(load: Loader, tmp_path: Path) -> None:
    folder = write_folder(tmp_path, 2)
    load(folder)
    (folder / "many/02-lesson-2/en.md").write_text(lesson_file(title="Another title"))
    assert "lessons: 0 new, 1 changed, 1 unchanged" in str(load(folder))
    (folder / "many/02-lesson-2/en.md").write_text(lesson_file(title="Another title", tier="premium"))
    assert "lessons: 0 new, 1 changed, 1 unchanged" in str(load(folder))


def test_dropped_translation_disappears(load: Loader, tmp_path: Path) -> None:
    folder = write_folder(tmp_path)
    (folder / "many/01-lesson-1/pt-br.md").write_text(lesson_file(title="Uma aula"))
    load(folder)
    (folder / "many/01-lesson-1/pt-br.md").unlink()
    assert "lessons: 0 new, 1 changed" in str(load(folder))
    assert list(LessonText.objects.filter(lesson__module__slug="many").values_list("language", flat=True)) == ["en"]


def test_removed_lesson_is_retired_and_comes_back(load: Loader, tmp_path: Path, cast: Cast) -> None:
    folder = write_folder(tmp_path, 2)
    load(folder)
    second = Lesson.objects.get(module__slug="many", slug="lesson-2")
    with program_scope(cast.a.pk):
        LessonProgress.objects.create(membership=cast.alice, lesson=second)
    file = folder / "many/02-lesson-2/en.md"
    kept = file.read_text()
    file.unlink()
    file.parent.rmdir()
    assert "lessons: 0 new, 0 changed, 1 unchanged, 1 retired" in str(load(folder))
    second.refresh_from_db()
    assert second.is_retired
    with program_scope(cast.a.pk):
        assert LessonProgress.objects.filter(lesson=second).exists()
    file.parent.mkdir()
    file.write_text(kept)
    assert "lessons: 0 new, 1 changed, 1 unchanged, 0 retired" in str(load(folder))


def test_removed_module_is_retired_with_its_lessons(load: Loader, tmp_path: Path) -> None:
    load(write_folder(tmp_path))
    load()
    assert Module.objects.get(slug="many").is_retired
    assert Lesson.objects.get(module__slug="many").is_retired


def test_command_says_what_it_did(owner: tuple[str, str], load: Loader) -> None:
    out = StringIO()
    load()
    with as_owner(*owner):
        call_command("load_curriculum", "--content", str(SMALL), stdout=out)
    assert out.getvalue().startswith("modules: 0 new, 0 changed, 2 unchanged, 0 retired")


def test_web_may_not_load(load: Loader) -> None:
    with pytest.raises(CommandError, match="set DATABASE_URL to the owner"):
        call_command("load_curriculum", "--content", str(SMALL))


def test_real_content_loads_in_two_languages(load: Loader) -> None:
    load(CONTENT)
    live = LessonText.objects.filter(lesson__is_retired=False, lesson__module__slug="validation")
    assert live.filter(language="en").count() == live.filter(language="pt-br").count() == 5
    assert Module.objects.filter(is_retired=False).count() == 8
    assert "0 new, 0 changed" in str(load(CONTENT))


LESSON = "many/01-lesson-1/en.md"


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"tier": "gold"}, f"{LESSON}: tier: expected one of free, curriculum, premium, not “gold”"),
        ({"tier": ""}, f"{LESSON}: tier: is missing"),
        ({"minutes": "soon"}, f"{LESSON}: minutes: expected a whole number from 1 to 999, not “soon”"),
        ({"minutes": "yes"}, f"{LESSON}: minutes: expected a whole number from 1 to 999"),
        ({"title": ""}, f"{LESSON}: title: is missing"),
        ({"title": "x" * 121}, f"{LESSON}: title: 121 characters, at most 120 fit"),
        ({"title": "[a, list]"}, f"{LESSON}: title: expected text, not list"),
        ({"teaser": ""}, f"{LESSON}: teaser: is missing"),
        ({"teaser": "' '"}, f"{LESSON}: teaser: is missing"),
        ({"do": ""}, f"{LESSON}: do: is missing"),
        ({"taeser": "T."}, f"{LESSON}: taeser: is not a field we know"),
        ({"mistakes": "none"}, f"{LESSON}: mistakes: expected a list, not “none”"),
        ({"mistakes": "[{a: b}]"}, f"{LESSON}: mistakes, no. 1: expected text"),
        ({"sources": "[{url: https://example.org}]"}, f"{LESSON}: sources, no. 1: title: is missing"),
        ({"sources": "[{title: T, url: 'javascript:a()'}]"}, f"{LESSON}: sources, no. 1: url: expected an address"),
        ({"sources": "[{title: T, page: 3}]"}, f"{LESSON}: sources, no. 1: page: is not a field we know"),
        ({"summary": "'unfinished"}, f"{LESSON}: is not valid YAML"),
        ({"body": ""}, f"{LESSON}: has no text below the front matter"),
        ({"body": "# Title\n\nText."}, f"{LESSON}: a heading of the first level"),
    ],
)  # fmt: skip
def test_wrong_field_is_named_with_its_file(tmp_path: Path, changes: dict[str, str], complaint: str) -> None:
    with pytest.raises(ContentError) as refused:
        read_content(write_folder(tmp_path, 1, **changes))
    assert any(said.startswith(complaint) for said in refused.value.complaints), refused.value.complaints


def test_all_complaints_come_at_once_and_nothing_is_loaded(load: Loader, tmp_path: Path) -> None:
    folder = write_folder(tmp_path, 2, tier="gold", minutes="")
    (folder / "stray").mkdir()
    (folder / "many/3-lesson").mkdir()
    with pytest.raises(CommandError) as refused:
        call_command("load_curriculum", "--content", str(folder))
    assert str(refused.value).count("\n") == 6
    assert "stray: is a folder of no module" in str(refused.value)
    assert "many/3-lesson: expected a folder named like 01-customers-before-code" in str(refused.value)
    assert not Module.objects.exists()


def test_missing_pieces_are_named(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"modules\.yaml: is missing"):
        read_content(tmp_path)
    folder = write_folder(tmp_path / "a")
    (folder / LESSON).rename(folder / "many/01-lesson-1/pt-br.md")
    with pytest.raises(ContentError, match=r"many/01-lesson-1: en\.md, the original, is missing"):
        read_content(folder)
    (folder / LESSON).write_text("no front matter")
    with pytest.raises(ContentError, match="expected front matter"):
        read_content(folder)


def test_translation_may_not_give_a_lesson_away(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, tier="premium")
    (folder / "many/01-lesson-1/pt-br.md").write_text(lesson_file(tier="free"))
    with pytest.raises(ContentError, match=r"pt-br\.md: tier: “free” here, “premium” in en\.md"):
        read_content(folder)


def test_lesson_at_the_address_of_another_page_is_refused(tmp_path: Path) -> None:
    folder = write_folder(tmp_path)
    (folder / "many/01-lesson-1").rename(folder / "many/01-print")
    with pytest.raises(ContentError, match="many/01-print: print is the address of another page"):
        read_content(folder)


def test_twins_are_refused(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, 1)
    twin = folder / "many/01-another"
    twin.mkdir()
    (twin / "en.md").write_text(lesson_file())
    with pytest.raises(ContentError, match="many: the number before the name: “1” stands there twice"):
        read_content(folder)


def test_course_with_everything_is_loaded_once(load: Loader) -> None:
    assert str(load(COURSE)) == (
        "modules: 3 new, 0 changed, 0 unchanged, 0 retired; lessons: 6 new, 0 changed, 0 unchanged, 0 retired; "
        "patterns, headings, mistakes and books: 8 new, 0 changed, 0 unchanged, 0 retired"
    )
    assert load(COURSE).is_unchanged
