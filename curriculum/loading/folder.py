"""The folder of lessons as its writers keep it: read, checked, and turned into words for the database.

modules.yaml                            the modules in order, with a title and a promise in each language
patterns, diagnostic, mistakes, library .yaml    what stands beside the lessons
<module>/<NN-lesson>/<language>.md      front matter and Markdown; en.md is the original and must be there
"""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from curriculum.catalogue import ORIGINAL
from curriculum.loading.addresses import leads_to_lesson
from curriculum.loading.fields import LANGUAGES, SLUG, Fields, said
from curriculum.loading.lesson_file import LessonWords, read_lesson_file
from curriculum.loading.references import ReferenceFile, read_references
from curriculum.loading.translations import complain_of_differences
from curriculum.loading.yaml_text import read_yaml
from members.models import Tier

FOLDER_NAME = re.compile(r"(?P<position>\d{2})-(?P<slug>[a-z0-9]+(?:-[a-z0-9]+)*)")


class ContentError(Exception):
    """What is wrong with the files, one complaint a line."""

    def __init__(self, complaints: list[str]) -> None:
        super().__init__("\n".join(complaints))
        self.complaints = complaints


@dataclass(frozen=True)
class ModuleWords:
    title: str
    promise: str
    outcomes: list[str]
    note: str


@dataclass
class LessonFiles:
    slug: str
    position: int
    tier: str = Tier.FREE
    minutes: int = 1
    is_optional: bool = False
    requires: list[str] = field(default_factory=list)
    words: dict[str, LessonWords] = field(default_factory=dict)


@dataclass
class ModuleFiles:
    slug: str
    position: int
    requires: list[str]
    words: dict[str, ModuleWords]
    lessons: list[LessonFiles]


@dataclass
class Content:
    modules: list[ModuleFiles]
    references: list[ReferenceFile]


def read_content(folder: Path) -> Content:
    """All of it, or a ContentError that names every file and field that is wrong."""
    complaints: list[str] = []
    modules = read_modules(folder, complaints)
    references = read_references(folder, complaints)
    known = {module.slug for module in modules}
    complain_of_unknown(modules, references, complaints)
    for found in sorted(folder.iterdir()) if folder.is_dir() else []:
        if found.is_dir() and found.name not in known:
            complaints.append(f"{found.name}: is a folder of no module in modules.yaml")
    if complaints:
        raise ContentError(complaints)
    return Content(modules, references)


def complain_of_unknown(modules: list[ModuleFiles], references: list[ReferenceFile], complaints: list[str]) -> None:
    """Modules and lessons that are named have to exist."""
    slugs = {module.slug for module in modules}
    keys = {f"{module.slug}/{lesson.slug}" for module in modules for lesson in module.lessons}
    named = [(f"modules.yaml, module {module.slug}", module.requires, slugs) for module in modules]
    for module in modules:
        named += [(f"{module.slug}/{lesson.slug}", lesson.requires, keys) for lesson in module.lessons]
    for found in references:
        where, entry = f"{found.kind} {found.slug}", found.entry
        named += [
            (where, [entry["module"]] if "module" in entry else [], slugs),
            (where, entry.get("lessons", []), keys),
        ]
    for where, wanted, known in named:
        complaints += [f"{where}: there is no “{stranger}”" for stranger in wanted if stranger not in known]


def read_modules(folder: Path, complaints: list[str]) -> list[ModuleFiles]:
    try:
        given = read_yaml((folder / "modules.yaml").read_text("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as reason:
        complaints.append(f"modules.yaml: {said(reason)}")
        return []
    top = Fields("modules.yaml", given, complaints)
    modules = [read_module(folder, entry, place, complaints) for place, entry in enumerate(top.list_of("modules"), 1)]
    top.nothing_else()
    complain_of_twins("modules.yaml", "slug", [module.slug for module in modules], complaints)
    complain_of_twins("modules.yaml", "position", [module.position for module in modules], complaints)
    return modules


def read_module(folder: Path, entry: Any, place: int, complaints: list[str]) -> ModuleFiles:
    named = entry.get("slug") if isinstance(entry, dict) else None
    fields = Fields(f"modules.yaml, module {named or place}", entry, complaints)
    slug = fields.words("slug", 40)
    if slug and not SLUG.fullmatch(slug):
        fields.complain("slug", f"expected small letters, digits and hyphens, not “{slug}”")
        slug = ""
    position = fields.number("position", highest=99)
    requires = fields.keys("requires", SLUG)
    words = {
        language: read_module_words(fields, language, complaints) for language in LANGUAGES if language in fields.left
    }
    if ORIGINAL not in words:
        fields.complain(ORIGINAL, "is missing")
    fields.nothing_else()
    return ModuleFiles(slug, position, requires, words, read_lessons(folder, slug, complaints) if slug else [])


def read_module_words(module: Fields, language: str, complaints: list[str]) -> ModuleWords:
    fields = Fields(f"{module.where}, {language}", module.left.pop(language), complaints)
    words = ModuleWords(
        fields.words("title", 80),
        fields.words("promise", 160),
        fields.sentences("outcomes"),
        fields.words("note", needed=False),
    )
    fields.nothing_else()
    return words


def read_lessons(folder: Path, module: str, complaints: list[str]) -> list[LessonFiles]:
    found = sorted(path for path in (folder / module).glob("*") if not path.name.startswith("."))
    lessons = [lesson for path in found if (lesson := read_lesson(folder, path, complaints))]
    complain_of_twins(module, "the number before the name", [lesson.position for lesson in lessons], complaints)
    complain_of_twins(module, "name", [lesson.slug for lesson in lessons], complaints)
    return lessons


def read_lesson(folder: Path, path: Path, complaints: list[str]) -> LessonFiles | None:
    where, name = str(path.relative_to(folder)), FOLDER_NAME.fullmatch(path.name)
    if not name or not path.is_dir() or len(name["slug"]) > 60:
        complaints.append(f"{where}: expected a folder named like 01-customers-before-code")
        return None
    if not leads_to_lesson(path.parent.name, name["slug"]):
        complaints.append(f"{where}: {name['slug']} is the address of another page")
    lesson = LessonFiles(name["slug"], int(name["position"]))
    if not (path / f"{ORIGINAL}.md").is_file():
        complaints.append(f"{where}: {ORIGINAL}.md, the original, is missing")
    files = {file.stem: file for file in path.iterdir() if not file.name.startswith(".")}
    for language in sorted(files, key=lambda code: (code != ORIGINAL, code)):
        if language in LANGUAGES and files[language].suffix == ".md":
            add_text(lesson, language, files[language], folder, complaints)
        else:
            complaints.append(f"{where}/{files[language].name}: expected {', '.join(f'{c}.md' for c in LANGUAGES)}")
    return lesson


def add_text(lesson: LessonFiles, language: str, file: Path, folder: Path, complaints: list[str]) -> None:
    """Tier, minutes and order are the original's; a translation repeats the tier, so that none is given away."""
    where = str(file.relative_to(folder))
    read = read_lesson_file(file, where, complaints)
    if read is None:
        return
    lesson.words[language] = read.words
    if language == ORIGINAL:
        lesson.tier, lesson.minutes = read.tier, read.minutes
        lesson.is_optional, lesson.requires = read.is_optional, read.requires
    elif ORIGINAL in lesson.words:
        complain_of_differences(where, read.words, lesson.words[ORIGINAL], complaints)
    if read.tier != lesson.tier:
        complaints.append(f"{where}: tier: “{read.tier}” here, “{lesson.tier}” in {ORIGINAL}.md")


def complain_of_twins(where: str, what: str, found: list[Any], complaints: list[str]) -> None:
    for twin in sorted({value for value in found if found.count(value) > 1}):
        complaints.append(f"{where}: {what}: “{twin}” stands there twice")
