"""The lesson that an editor's page is about, whether members see it or not."""

from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from curriculum.about import keys_of
from curriculum.models import Lesson, LessonText, Module, OwnLesson, OwnText, Revision


@dataclass(frozen=True, slots=True)
class Subject:
    ref: int
    module: Module
    slug: str

    @property
    def is_own(self) -> bool:
        return self.ref < 0

    @property
    def own_id(self) -> int:
        return -self.ref

    @property
    def keys(self) -> dict[str, int]:
        return keys_of(self.ref)

    @property
    def key(self) -> str:
        return f"{self.module.slug}/{self.slug}"

    def shared_words(self, language: str) -> LessonText | None:
        return None if self.is_own else LessonText.objects.filter(lesson_id=self.ref, language=language).first()

    def own_words(self, language: str) -> OwnText | None:
        return OwnText.objects.filter(ref=self.ref, language=language).select_related("published").first()


def subject_or_404(ref: int) -> Subject:
    found: Lesson | OwnLesson | None
    if ref > 0:
        found = Lesson.objects.filter(pk=ref, is_retired=False).select_related("module").first()
    else:
        found = OwnLesson.objects.filter(pk=-ref).select_related("module").first()
    if found is None:
        raise Http404(_("There is no lesson at this address."))
    return Subject(ref, found.module, found.slug)


def revision_or_404(subject: Subject, language: str, number: str) -> Revision:
    """The number as it stands in an address or a form."""
    wanted = int(number) if number.isdecimal() and len(number) < 9 else 0
    known = Revision.objects.select_related("text")
    return get_object_or_404(known, text__ref=subject.ref, text__language=language, number=wanted)


class RefConverter:
    """In addresses: the number of a shared lesson, or of the program's own below zero."""

    regex = "-?[1-9][0-9]{0,17}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)
