"""The badge of a completed module: a public page under a code that nobody guesses."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from curriculum.models import Completion
from program.mail.links import absolute
from program.models import Program
from program.passing_on import PassedOn
from program.tenancy.prepared import prepared


@prepared
def completions_of(membership_id: int) -> QuerySet[Completion]:
    return Completion.objects.filter(membership_id=membership_id).order_by("completed_at", "pk")


@prepared
def completion_with(code: str) -> QuerySet[Completion]:
    return Completion.objects.filter(code=code).select_related("module")


@dataclass(frozen=True)
class BadgeShare(PassedOn):
    completion: Completion
    module: str
    program: Program

    @property
    def page_url(self) -> str:
        return absolute(self.program, reverse("badge", args=[self.completion.code]))

    @property
    def title(self) -> str:
        words = _("%(name)s completed %(module)s at %(program)s")
        return words % {"name": self.completion.name, "module": self.module, "program": self.program.name}
