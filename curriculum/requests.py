"""What every page of the room asks of a request."""

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from curriculum.catalogue import catalogue
from curriculum.entries import Catalogue, LessonEntry, ModuleEntry
from curriculum.learning.learner import Learner, learner_of
from members.models import Membership


class MemberRequest(HttpRequest):
    """What the middleware puts on a request."""

    membership: Membership | None
    LANGUAGE_CODE: str


def languages_of(request: HttpRequest) -> tuple[str, str]:
    """The reader's, else the program's; English is tried last by whoever reads."""
    return request.LANGUAGE_CODE, request.program.language  # type: ignore[attr-defined]


def words_for(request: HttpRequest) -> Catalogue:
    if seen := getattr(request, "seen", None):  # An editor looks as somebody else would.
        return seen.everything  # type: ignore[no-any-return]
    return catalogue(*languages_of(request))


def learner_for(request: HttpRequest) -> Learner:
    if seen := getattr(request, "seen", None):
        return seen.learner  # type: ignore[no-any-return]
    return learner_of(request.membership, request.program.zone)  # type: ignore[attr-defined]


def module_or_404(everything: Catalogue, module: str) -> ModuleEntry:
    found = everything.by_slug.get(module)
    if found is None:
        raise Http404(_("There is no module at this address."))
    return found


def lesson_or_404(everything: Catalogue, module: str, lesson: str) -> LessonEntry:
    found = everything.lesson_by_key.get(f"{module}/{lesson}")
    if found is None:
        raise Http404(_("There is no lesson at this address."))
    return found
