"""Another text that stands beside the current one: two people wrote into the same field at once."""

from dataclasses import dataclass

from curriculum.models import WorksheetVersion
from curriculum.worksheets.answers import Answer, Answers
from curriculum.worksheets.merging import merge

BESIDE = "beside:"
RESTORED = "restored:"


@dataclass(frozen=True)
class OtherText:
    answer: Answer
    version: WorksheetVersion


def note_beside(number: int) -> str:
    """Kept in a version's note: the number of the version that has the other text."""
    return f"{BESIDE}{number}"


def numbered(version: WorksheetVersion, prefix: str) -> int:
    return int(version.note.removeprefix(prefix)) if version.note.startswith(prefix) else 0


def beside(version: WorksheetVersion) -> int:
    return numbered(version, BESIDE)


def restored(number: int) -> str:
    return f"{RESTORED}{number}"


def restored_from(version: WorksheetVersion) -> int:
    return numbered(version, RESTORED)


def disputes(version: WorksheetVersion) -> dict[str, OtherText]:
    """By field, what the other wrote. One query where there is such a text, none where there is none."""
    number = beside(version)
    if not number:
        return {}
    wanted = WorksheetVersion.objects.filter(worksheet=version.worksheet_id, number__in=[number, version.based_on])
    rows = {row.number: row for row in wanted.select_related("saved_by__user")}
    other, base = rows.get(number), rows.get(version.based_on or 0)
    if other is None:
        return {}
    disputed = merge(base.answers if base else {}, other.answers, version.answers).disputed
    return {name: OtherText(other.answers.get(name) or "", other) for name in disputed}


def still_disputed(latest: WorksheetVersion, answers: Answers) -> tuple[str, int | None] | None:
    """Note and base that a new version takes over, because something of it is not settled yet."""
    if not beside(latest):
        return None
    after = WorksheetVersion(
        worksheet_id=latest.worksheet_id, note=latest.note, based_on=latest.based_on, answers=answers
    )
    return (latest.note, latest.based_on) if disputes(after) else None
