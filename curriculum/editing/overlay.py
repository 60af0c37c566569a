"""What the program in scope changed in the curriculum, in the shape that the catalogue lays over the shared one."""

from dataclasses import dataclass
from typing import Any

from curriculum.models import LessonSetting, OwnLesson, OwnText, Revision

WORDS = ("title", "summary", "teaser", "digest")


@dataclass(frozen=True)
class OwnChanges:
    settings: dict[int, dict[str, Any]]
    words: dict[int, dict[str, Any]]
    lessons: tuple[dict[str, Any], ...]
    languages: tuple[str, ...]
    """The most wanted first."""

    def __bool__(self) -> bool:
        return bool(self.settings or self.words or self.lessons)

    def is_hidden(self, ref: int) -> bool:
        return bool(self.settings.get(ref, {}).get("is_hidden"))

    def of(self, ref: int, language: str) -> dict[str, Any]:
        """The fields of its entry that are otherwise in this program. Shared words in a more wanted language stay."""
        setting = self.settings.get(ref, {})
        kept = {name: setting.get(name) for name in ("position", "tier", "opens_after_days")}
        return {name: value for name, value in kept.items() if value not in (None, "")} | self.words_instead(
            ref, language
        )

    def words_instead(self, ref: int, language: str) -> dict[str, Any]:
        words = self.words.get(ref, {})
        rank = self.languages.index
        return words if words and rank(words["language"]) <= rank(language) else {}

    def lessons_of(self, module_id: int) -> list[dict[str, Any]]:
        """Own lessons whose words are published, in the shape of an entry."""
        own = [lesson for lesson in self.lessons if lesson["module_id"] == module_id and lesson["ref"] in self.words]
        return [
            {**{name: value for name, value in lesson.items() if name != "module_id"}, **self.words[lesson["ref"]]}
            for lesson in own
        ]


def changes_in_scope(languages: tuple[str, ...]) -> OwnChanges:
    fields = ("ref", "position", "tier", "is_hidden", "opens_after_days")
    settings = {row["ref"]: row for row in LessonSetting.objects.values(*fields)}
    return OwnChanges(settings, published_words(languages), own_lessons(), languages)


def published_words(languages: tuple[str, ...]) -> dict[int, dict[str, Any]]:
    """Each lesson's words in the most wanted of the languages that the program published."""
    rows = OwnText.objects.filter(language__in=languages).exclude(published=None).select_related("published")
    found: dict[int, OwnText] = {}
    for row in rows:
        known = found.setdefault(row.ref, row)
        if languages.index(row.language) < languages.index(known.language):
            found[row.ref] = row
    return {ref: words_of(text) for ref, text in found.items()}


def words_of(text: OwnText) -> dict[str, Any]:
    assert text.published is not None
    return words_of_revision(text.published, text.language)


def words_of_revision(words: Revision, language: str) -> dict[str, Any]:
    return {
        **{name: getattr(words, name) for name in WORDS},
        "text_id": -words.pk,
        "language": language,
        "has_quiz": bool(words.quiz),
        "has_worksheet": bool(words.worksheet),
    }


def own_lessons() -> tuple[dict[str, Any], ...]:
    fields = ("module_id", "slug", "position", "tier", "minutes", "is_optional")
    rows = OwnLesson.objects.values("pk", *fields)
    return tuple({"ref": -row["pk"], **{name: row[name] for name in fields}} for row in rows)
