"""Every lesson of the program as its editors see it, also what members do not see; four queries, however many."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, Subquery

from curriculum.catalogue import shared_catalogue
from curriculum.editing.behind import versions_behind
from curriculum.entries import LessonEntry, ModuleEntry
from curriculum.models import LessonSetting, LessonText, OwnLesson, OwnText, Revision
from members.models import Tier

LANGUAGES: dict[str, str] = dict(settings.LANGUAGES)


@dataclass(frozen=True, slots=True)
class LanguageRow:
    """How a lesson's words stand in one language."""

    code: str
    name: str
    is_shared: bool
    published: int | None
    draft: int | None
    """A revision newer than the published one, if there is one."""

    behind: int
    title: str


@dataclass(slots=True)
class LessonRow:
    ref: int
    title: str
    language: str
    """Of the title; none, while it is only a short name."""

    slug: str
    tier: str
    minutes: int
    position: int
    is_optional: bool
    url: str
    is_hidden: bool = False
    opens_after_days: int | None = None
    languages: list[LanguageRow] = field(default_factory=list)
    has_namesake: bool = False
    """A shared lesson that came later has the address of the program's own, which members see in its place."""

    @property
    def tier_name(self) -> str:
        return str(Tier(self.tier).label)

    @property
    def is_own(self) -> bool:
        return self.ref < 0

    @property
    def is_seen(self) -> bool:
        """By members."""
        if self.is_own:
            return not self.is_hidden and any(row.published for row in self.languages)
        return not self.is_hidden and not self.has_namesake


@dataclass(frozen=True, slots=True)
class ModuleRows:
    module: ModuleEntry
    lessons: list[LessonRow]


def overview(*languages: str) -> list[ModuleRows]:
    settings_of: dict[int, Any] = {row["ref"]: row for row in LessonSetting.objects.values()}
    own = OwnLesson.objects.select_related("module").order_by("pk")
    words = words_by_ref()
    versions = shared_versions()
    found = []
    for module in shared_catalogue(*languages).modules:
        rows = [from_entry(entry) for entry in module.lessons]
        rows += [from_own(lesson) for lesson in own if lesson.module_id == module.pk]
        for row in rows:
            fill(row, settings_of.get(row.ref, {}), words.get(row.ref, {}), versions.get(row.ref, {}), languages)
        mark_namesakes(rows)
        found.append(ModuleRows(module, in_order(rows)))
    return found


def mark_namesakes(rows: list[LessonRow]) -> None:
    shared = {row.slug for row in rows if not row.is_own}
    own = {row.slug for row in rows if row.is_own and row.is_seen}
    for row in rows:
        row.has_namesake = row.slug in (shared if row.is_own else own)


def in_order(rows: Iterable[LessonRow]) -> list[LessonRow]:
    """As the overlay has it."""
    return sorted(rows, key=lambda row: (row.position, row.is_own, abs(row.ref)))


def from_entry(entry: LessonEntry) -> LessonRow:
    return LessonRow(
        ref=entry.ref,
        title=entry.title,
        language=entry.language,
        slug=entry.slug,
        tier=entry.tier,
        minutes=entry.minutes,
        position=entry.position,
        is_optional=entry.is_optional,
        url=entry.url,
    )


def from_own(lesson: OwnLesson) -> LessonRow:
    return LessonRow(
        ref=-lesson.pk,
        title=lesson.slug,
        language="",
        slug=lesson.slug,
        tier=lesson.tier,
        minutes=lesson.minutes,
        position=lesson.position,
        is_optional=lesson.is_optional,
        url=lesson.get_absolute_url(),
    )


def fill(
    row: LessonRow,
    setting: dict[str, Any],
    words: dict[str, Any],
    versions: dict[str, int],
    languages: tuple[str, ...],
) -> None:
    row.position = row.position if setting.get("position") is None else setting["position"]
    row.tier = setting.get("tier") or row.tier
    row.is_hidden = bool(setting.get("is_hidden"))
    row.opens_after_days = setting.get("opens_after_days")
    row.languages = [language_row(code, words.get(code, {}), versions.get(code)) for code in LANGUAGES]
    own = {state.code: state.title for state in row.languages if state.title and (state.published or row.is_own)}
    titles = {row.language: row.title} | own
    row.title = next(titles[code] for code in (*languages, *LANGUAGES, row.language) if code in titles)


def language_row(code: str, words: dict[str, Any], version: int | None) -> LanguageRow:
    published, latest = words.get("published__number"), words.get("latest")
    has_draft = latest is not None and latest != published
    return LanguageRow(
        code=code,
        name=LANGUAGES[code],
        is_shared=version is not None,
        published=published,
        draft=latest if has_draft else None,
        behind=versions_behind(version, words.get("published__based_on")),
        title=words.get("published__title") or words.get("latest_title") or "",
    )


def words_by_ref() -> dict[int, dict[str, Any]]:
    newest = Revision.objects.filter(text=OuterRef("pk")).order_by("-number")
    rows = OwnText.objects.annotate(
        latest=Subquery(newest.values("number")[:1]), latest_title=Subquery(newest.values("title")[:1])
    )
    found: dict[int, dict[str, Any]] = {}
    told = ("published__number", "published__based_on", "published__title", "latest", "latest_title")
    for row in rows.values("ref", "language", *told):
        found.setdefault(row["ref"], {})[row["language"]] = row
    return found


def shared_versions() -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = {}
    for row in LessonText.objects.filter(lesson__is_retired=False).values("lesson_id", "language", "version"):
        found.setdefault(row["lesson_id"], {})[row["language"]] = row["version"]
    return found
