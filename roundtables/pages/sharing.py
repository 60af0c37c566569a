"""What is shown of a roundtable where somebody shares its link."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from program import clock
from program.mail.links import absolute
from program.models import Program
from program.passing_on import PassedOn
from roundtables.models import Presenter, Roundtable
from roundtables.pages.card import card_of
from roundtables.pages.structured import event_data


@dataclass(frozen=True)
class Share(PassedOn):
    """Its lines are made when a template asks for them: most readers' pages say none."""

    roundtable: Roundtable
    presenters: Sequence[Presenter]
    program: Program
    now: datetime

    @property
    def page_url(self) -> str:
        return absolute(self.program, self.roundtable.get_absolute_url())

    @cached_property
    def card_url(self) -> str:
        """Another picture is another address: those who keep it fetch it again."""
        path = reverse("roundtable_card", args=[self.roundtable.number])
        return absolute(self.program, f"{path}?{card_of(self.roundtable, self.presenters, self.program).digest[:12]}")

    @property
    def in_short(self) -> str:
        """For the line under the title in a list of search results; the date where nothing was written."""
        at = clock.local_time(self.roundtable.starts_at, self.roundtable.zone)
        return Truncator(" ".join(self.roundtable.summary.split()) or f"{at} · {self.program.name}").chars(155)

    @property
    def title(self) -> str:
        return str(self.roundtable)

    @property
    def words(self) -> str:
        at = clock.local_time(self.roundtable.starts_at, self.roundtable.zone)
        return f"{self.roundtable}\n{at}\n{self.page_url}"

    @property
    def event_data(self) -> SafeString:
        return event_data(self.roundtable, self.presenters, self.program, self.now, image=self.card_url)
