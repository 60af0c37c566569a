"""The badge of a completed module: a public page under a code that nobody guesses."""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from curriculum.models import Completion
from program.mail.links import absolute
from program.models import Program
from program.tenancy.prepared import prepared


@prepared
def completions_of(membership_id: int) -> QuerySet[Completion]:
    return Completion.objects.filter(membership_id=membership_id).order_by("completed_at", "pk")


@prepared
def completion_with(code: str) -> QuerySet[Completion]:
    return Completion.objects.filter(code=code).select_related("module")


@dataclass(frozen=True, slots=True)
class BadgeShare:
    """What `components/roundtable_share.html` shows of it."""

    page_url: str
    title: str

    @property
    def mail_url(self) -> str:
        return f"mailto:?{named(subject=self.title, body=self.words)}"

    @property
    def linkedin_url(self) -> str:
        return f"https://www.linkedin.com/sharing/share-offsite/?{named(url=self.page_url)}"

    @property
    def whatsapp_url(self) -> str:
        return f"https://wa.me/?{named(text=self.words)}"

    @property
    def words(self) -> str:
        return f"{self.title}\n{self.page_url}"


def share_of(completion: Completion, module: str, program: Program) -> BadgeShare:
    words = _("%(name)s completed %(module)s at %(program)s")
    title = words % {"name": completion.name, "module": module, "program": program.name}
    return BadgeShare(absolute(program, reverse("badge", args=[completion.code])), title)


def named(**values: str) -> str:
    """As mail programs read it, too: a blank is %20 there."""
    return urlencode(values, quote_via=quote)
