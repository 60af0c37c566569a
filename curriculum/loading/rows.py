"""Writing the curriculum: what is as it was stays untouched, what left the folder is retired."""

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import connection, models, transaction

from curriculum.catalogue import begin_edition
from curriculum.loading.folder import Content, LessonFiles, ModuleFiles
from curriculum.loading.lesson_file import LessonWords
from curriculum.loading.references import ReferenceFile
from curriculum.models import Lesson, LessonText, LessonTextVersion, Module, ModuleText, Reference
from curriculum.searching.vectors import vector_of

TURN = 7_241_650  # Of the advisory lock: two loaders at once take turns.


@dataclass
class Report:
    modules: Counter[str] = field(default_factory=Counter)
    lessons: Counter[str] = field(default_factory=Counter)
    references: Counter[str] = field(default_factory=Counter)

    @property
    def is_unchanged(self) -> bool:
        return not (self.modules + self.lessons + self.references).keys() - {"unchanged"}

    def __str__(self) -> str:
        """What there is none of is not told."""
        return "; ".join(
            f"{name}: {found['new']} new, {found['changed']} changed, {found['unchanged']} unchanged, "
            f"{found['retired']} retired"
            for name, found in (
                ("modules", self.modules),
                ("lessons", self.lessons),
                ("patterns, headings, mistakes and books", self.references),
            )
            if found.total()
        )


@transaction.atomic
def load(content: Content) -> Report:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TURN])
    report = Report()
    kept = [load_module(module, report) for module in content.modules]
    report.modules["retired"] += retire(Module.objects.exclude(pk__in=kept))
    report.lessons["retired"] += retire(Lesson.objects.filter(module__is_retired=True))
    load_references(content.references, report)
    if not report.is_unchanged:
        transaction.on_commit(begin_edition)
    return report


def load_references(references: list[ReferenceFile], report: Report) -> None:
    """No row points at them, so that what left the folder is deleted."""
    kept = []
    for found in references:
        values = {"position": found.position, "entry": found.entry}
        row, said = write(Reference, {"kind": found.kind, "slug": found.slug}, values)
        report.references[said] += 1
        kept.append(row.pk)
    report.references["retired"] += Reference.objects.exclude(pk__in=kept).delete()[0]


def load_module(files: ModuleFiles, report: Report) -> int:
    """The id of its row."""
    values = {"position": files.position, "requires": files.requires, "is_retired": False}
    module, said = write(Module, {"slug": files.slug}, values)
    texts = [write_text(ModuleText, {"module": module}, code, asdict(words)) for code, words in files.words.items()]
    texts.append(drop(module.texts.exclude(language__in=files.words)))
    report.modules[summed_up(said, texts)] += 1
    kept = [load_lesson(module, lesson, report) for lesson in files.lessons]
    report.lessons["retired"] += retire(module.lessons.exclude(pk__in=kept))
    return module.pk


def load_lesson(module: Module, files: LessonFiles, report: Report) -> int:
    values = {
        "position": files.position, "tier": files.tier, "minutes": files.minutes, "is_optional": files.is_optional,
        "requires": files.requires, "is_retired": False,
    }  # fmt: skip
    lesson, said = write(Lesson, {"module": module, "slug": files.slug}, values)
    texts = [load_lesson_text(lesson, code, words) for code, words in files.words.items()]
    texts.append(drop(lesson.texts.exclude(language__in=files.words)))
    report.lessons[summed_up(said, texts)] += 1
    return lesson.pk


def load_lesson_text(lesson: Lesson, language: str, words: LessonWords) -> str:
    """Every change is a version that is kept."""
    values = {**asdict(words), "digest": words.digest}
    text, said = write(LessonText, {"lesson": lesson, "language": language}, values)
    if said == "unchanged":
        return said
    if said == "changed":
        text.version += 1
    text.search = vector_of(words, language)
    text.save(update_fields=["version", "search"])
    LessonTextVersion.objects.create(text=text, number=text.version, words=asdict(words))
    return said


def write_text(model: type[models.Model], owner: dict[str, Any], language: str, words: dict[str, Any]) -> str:
    return write(model, {**owner, "language": language}, words)[1]


def write[M: models.Model](model: type[M], key: dict[str, Any], values: dict[str, Any]) -> tuple[M, str]:
    """The row of that key, and whether it is new, changed or unchanged."""
    row = model._default_manager.filter(**key).first()
    if row is None:
        return model._default_manager.create(**key, **values), "new"
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    if changed:
        row.save(update_fields=changed)
    return row, "changed" if changed else "unchanged"


def drop(rows: models.QuerySet[Any]) -> str:
    return "changed" if rows.delete()[0] else "unchanged"


def retire(rows: models.QuerySet[Any]) -> int:
    """Hidden and not deleted: members have done it, and it may come back."""
    return rows.filter(is_retired=False).update(is_retired=True)


def summed_up(said: str, texts: list[str]) -> str:
    return "changed" if said == "unchanged" and set(texts) != {"unchanged"} else said
