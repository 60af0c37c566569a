"""Writing the curriculum: what is as it was stays untouched, what left the folder is retired."""

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import connection, models, transaction

from curriculum.catalogue import begin_edition
from curriculum.loading.folder import LessonFiles, ModuleFiles
from curriculum.models import Lesson, LessonText, Module, ModuleText

TURN = 7_241_650  # Of the advisory lock: two loaders at once take turns.


@dataclass
class Report:
    modules: Counter[str] = field(default_factory=Counter)
    lessons: Counter[str] = field(default_factory=Counter)

    @property
    def is_unchanged(self) -> bool:
        return not (self.modules + self.lessons).keys() - {"unchanged"}

    def __str__(self) -> str:
        return "; ".join(
            f"{name}: {found['new']} new, {found['changed']} changed, {found['unchanged']} unchanged, "
            f"{found['retired']} retired"
            for name, found in (("modules", self.modules), ("lessons", self.lessons))
        )


@transaction.atomic
def load(content: list[ModuleFiles]) -> Report:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TURN])
    report = Report()
    kept = [load_module(module, report) for module in content]
    report.modules["retired"] += retire(Module.objects.exclude(pk__in=kept))
    report.lessons["retired"] += retire(Lesson.objects.filter(module__is_retired=True))
    if not report.is_unchanged:
        transaction.on_commit(begin_edition)
    return report


def load_module(files: ModuleFiles, report: Report) -> int:
    """The id of its row."""
    module, said = write(Module, {"slug": files.slug}, {"position": files.position, "is_retired": False})
    texts = [write_text(ModuleText, {"module": module}, code, asdict(words)) for code, words in files.words.items()]
    texts.append(drop(module.texts.exclude(language__in=files.words)))
    report.modules[summed_up(said, texts)] += 1
    kept = [load_lesson(module, lesson, report) for lesson in files.lessons]
    report.lessons["retired"] += retire(module.lessons.exclude(pk__in=kept))
    return module.pk


def load_lesson(module: Module, files: LessonFiles, report: Report) -> int:
    values = {"position": files.position, "tier": files.tier, "minutes": files.minutes, "is_retired": False}
    lesson, said = write(Lesson, {"module": module, "slug": files.slug}, values)
    texts = [
        write_text(LessonText, {"lesson": lesson}, code, {**asdict(words), "digest": words.digest})
        for code, words in files.words.items()
    ]
    texts.append(drop(lesson.texts.exclude(language__in=files.words)))
    report.lessons[summed_up(said, texts)] += 1
    return lesson.pk


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
