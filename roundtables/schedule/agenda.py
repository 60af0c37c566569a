"""What happens at a roundtable and who speaks: lines of an agenda with minutes, presenters with their country."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from program.tenancy.owned import ProgramKey, ProgramOwned
from roundtables.schedule.countries import country_name
from roundtables.schedule.roundtable import Roundtable


class AgendaItem(ProgramOwned):
    roundtable = ProgramKey(Roundtable, models.CASCADE, related_name="agenda", verbose_name=_("roundtable"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    title = models.CharField(_("what"), max_length=120)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=10, validators=[MinValueValidator(1), MaxValueValidator(600)]
    )

    class Meta(ProgramOwned.Meta):
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda")
        constraints = [models.CheckConstraint(condition=models.Q(minutes__gte=1), name="agendaitem_takes_time")]
        indexes = [models.Index(fields=["program", "roundtable", "position"], name="agendaitem_in_order")]

    def __str__(self) -> str:
        return self.title


class Presenter(ProgramOwned):
    roundtable = ProgramKey(Roundtable, models.CASCADE, related_name="presenters", verbose_name=_("roundtable"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    name = models.CharField(_("name"), max_length=80)
    venture = models.CharField(_("venture"), max_length=80, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)

    class Meta(ProgramOwned.Meta):
        verbose_name = _("presenter")
        verbose_name_plural = _("presenters")
        constraints = [
            models.CheckConstraint(condition=models.Q(country__regex=r"^([A-Z]{2})?$"), name="presenter_country_code")
        ]
        indexes = [models.Index(fields=["program", "roundtable", "position"], name="presenter_in_order")]

    def __str__(self) -> str:
        return self.name

    @property
    def country_name(self) -> str:
        return country_name(self.country)


@dataclass(frozen=True)
class Slot:
    """A line of the agenda with its instant."""

    title: str
    minutes: int
    begins_at: datetime


def with_agenda(rows: QuerySet[Roundtable]) -> QuerySet[Roundtable]:
    """Annotates both lists, so that a page needs no query for each."""
    return rows.annotate(
        agenda_rows=_listed(AgendaItem, "title", "minutes"),
        presenter_rows=_listed(Presenter, "name", "venture", "country"),
    )


def _listed(model: Any, *fields: str) -> ArraySubquery:
    rows = model.objects.filter(roundtable=OuterRef("pk")).order_by("position", "id")
    return ArraySubquery(rows.values(row=JSONObject(**{field: field for field in fields})))


def slots(roundtable: Any) -> list[Slot]:
    """One after the other from the start; of a roundtable read `with_agenda`."""
    found, begins_at = [], roundtable.starts_at
    for item in roundtable.agenda_rows:
        found.append(Slot(item["title"], item["minutes"], begins_at))
        begins_at += timedelta(minutes=item["minutes"])
    return found


def presenters_of(roundtable: Any) -> list[Presenter]:
    return [Presenter(**row) for row in roundtable.presenter_rows]


def names_of(presenters: Sequence[Presenter], *, most: int = 3) -> str:
    """Ada Nwosu, Bao Tran, Carmen Duarte and 2 more."""
    names = ", ".join(presenter.name for presenter in presenters[:most])
    more = len(presenters) - most
    if more <= 0:
        return names
    return ngettext("%(names)s and %(more)s more", "%(names)s and %(more)s more", more) % {
        "names": names,
        "more": more,
    }
