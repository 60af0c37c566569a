"""P23: what stands in curriculum/content/ is a whole course: eight modules in both languages, with all it takes."""

import re
from pathlib import Path

import pytest

from curriculum.loading.folder import Content, LessonFiles, ModuleFiles, read_content
from curriculum.management.commands.load_curriculum import CONTENT

FIGURE = re.compile(r"```figure.*?```", re.DOTALL)
WORD = re.compile(r"[^\W_]+(?:[-’'.,][^\W_]+)*")
MODULES = ["validation", "positioning", "market", "acquisition", "bootstrapping", "operations", "team", "financing"]
NINE = [
    *("validation", "positioning", "monetisation", "market", "bootstrapping"),
    *("financing", "acquisition", "team", "differentiation"),
]
LANGUAGES = {"en", "pt-br"}


@pytest.fixture(scope="module")
def content() -> Content:
    return read_content(CONTENT)


@pytest.fixture(scope="module")
def lessons(content: Content) -> list[tuple[ModuleFiles, LessonFiles]]:
    return [(module, lesson) for module in content.modules for lesson in module.lessons]


def test_eight_modules_in_order_with_five_lessons_or_more(content: Content) -> None:
    assert [module.slug for module in content.modules] == MODULES
    assert [module.position for module in content.modules] == list(range(1, 9))
    assert [module.slug for module in content.modules if len(module.lessons) < 5] == []


def test_each_module_begins_free_and_says_what_one_will_be_able_to_do(content: Content) -> None:
    for module in content.modules:
        assert module.lessons[0].tier == "free", module.slug
        for language in LANGUAGES:
            assert len(module.words[language].outcomes) >= 3, module.slug


def test_each_module_has_worksheets_and_each_lesson_quiz_mistakes_and_sources(content: Content) -> None:
    for module in content.modules:
        assert sum(lesson.words["en"].worksheet is not None for lesson in module.lessons) >= 2, module.slug
        for lesson in module.lessons:
            words = lesson.words["en"]
            assert len(words.quiz) >= 3, lesson.slug
            assert len(words.mistakes) >= 4, lesson.slug
            assert len(words.sources) >= 2, lesson.slug
            assert words.task, lesson.slug


def test_every_answer_of_every_quiz_explains(lessons: list[tuple[ModuleFiles, LessonFiles]]) -> None:
    for _module, lesson in lessons:
        for words in lesson.words.values():
            for question in words.quiz:
                assert all(answer["why"] for answer in question["answers"])
                assert 3 <= len(question["answers"]) <= 4


def test_right_answers_do_not_stand_in_one_place(content: Content) -> None:
    for module in content.modules:
        places = {
            place
            for lesson in module.lessons
            for question in lesson.words["en"].quiz
            for place, answer in enumerate(question["answers"])
            if answer["right"]
        }
        assert len(places) >= 3, module.slug


def test_lessons_have_600_to_1200_words(lessons: list[tuple[ModuleFiles, LessonFiles]]) -> None:
    counts = {lesson.slug: len(WORD.findall(FIGURE.sub("", lesson.words["en"].body))) for _module, lesson in lessons}
    assert {slug: count for slug, count in counts.items() if not 600 <= count <= 1200} == {}


def test_every_lesson_is_there_in_both_languages(lessons: list[tuple[ModuleFiles, LessonFiles]]) -> None:
    assert [lesson.slug for _module, lesson in lessons if set(lesson.words) != LANGUAGES] == []


def test_translation_says_the_same_numbers(lessons: list[tuple[ModuleFiles, LessonFiles]]) -> None:
    """As many headings, tables and figures, and as many sources and mistakes."""
    for _module, lesson in lessons:
        original, translation = lesson.words["en"], lesson.words["pt-br"]
        for part in ("<h2", "<table", "<figure", "<blockquote"):
            assert original.body_html.count(part) == translation.body_html.count(part), (lesson.slug, part)
        assert len(original.sources) == len(translation.sources), lesson.slug
        assert len(original.mistakes) == len(translation.mistakes), lesson.slug


def test_chain_can_be_walked_on_the_curriculum_tier(content: Content) -> None:
    """Validation comes before positioning, positioning before acquisition, and none of them needs premium."""
    requires = {module.slug: module.requires for module in content.modules}
    assert (requires["positioning"], requires["acquisition"]) == (["validation"], ["positioning"])
    for module in content.modules[:2]:
        assert {lesson.tier for lesson in module.lessons if not lesson.is_optional} <= {"free", "curriculum"}


def test_every_pattern_is_reachable_and_names_its_module(content: Content) -> None:
    patterns = {found.slug for found in content.references if found.kind == "pattern"}
    revealed = {
        answer["pattern"]
        for found in content.references
        if found.kind == "heading"
        for question in found.entry["questions"]
        for answer in question["answers"]
        if answer["pattern"]
    }
    assert revealed == patterns
    assert {"no_validation", "raise_first"} <= patterns


def test_diagnostic_has_the_nine_headings(content: Content) -> None:
    headings = [found.slug for found in content.references if found.kind == "heading"]
    assert headings == NINE


def test_mistakes_and_books_lead_to_lessons(content: Content) -> None:
    for found in content.references:
        if found.kind in ("mistake", "book"):
            assert found.entry["lessons"], found.slug
        if found.kind == "mistake":
            assert found.entry["patterns"], found.slug
        assert set(found.entry["words"]) == LANGUAGES, found.slug


@pytest.mark.parametrize("file", sorted(CONTENT.rglob("*.md")), ids=lambda file: str(Path(file).relative_to(CONTENT)))
def test_no_unfinished_words_are_left(file: Path) -> None:
    text = file.read_text("utf-8")
    assert not re.search(r"\b(TODO|TBD|XXX|FIXME|lorem)\b", text)
    assert "(Year approximate" not in text
