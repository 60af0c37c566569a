"""How far a program's words are behind the shared ones they began from, and what changed since."""

from dataclasses import dataclass

from curriculum.editing.differences import Difference, differences
from curriculum.models import LessonText, LessonTextVersion, Revision


@dataclass(frozen=True, slots=True)
class Behind:
    versions: int
    shared: LessonText


def versions_behind(shared_version: int | None, based_on: int | None) -> int:
    if shared_version is None or based_on is None:
        return 0
    return max(shared_version - based_on, 0)


def behind(revision: Revision | None, shared: LessonText | None) -> Behind | None:
    if revision is None or shared is None:
        return None
    versions = versions_behind(shared.version, revision.based_on)
    return Behind(versions, shared) if versions else None


def changes_since(shared: LessonText, version: int) -> list[Difference]:
    then = LessonTextVersion.objects.filter(text=shared, number=version).first()
    return differences(then.words, shared) if then is not None else []
