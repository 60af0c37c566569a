"""A lesson that a program added to the shared curriculum; its words are an `OwnText`."""

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from curriculum.shared.models import Module
from members.models import Tier
from program.tenancy.owned import ProgramOwned

LAST = 99


class OwnLesson(ProgramOwned):
    module = models.ForeignKey(Module, models.CASCADE, related_name="+", verbose_name=_("module"))
    slug = models.SlugField(_("short name"), max_length=60, help_text=_("The end of its address; stays as it is."))
    position = models.PositiveSmallIntegerField(_("position"), default=LAST, db_default=LAST)
    tier = models.CharField(_("tier"), max_length=12, choices=Tier.choices, default=Tier.CURRICULUM)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=5)
    is_optional = models.BooleanField(_("optional"), default=False, help_text=_("The module is complete without it."))
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    class Meta(ProgramOwned.Meta):
        verbose_name = _("own lesson")
        verbose_name_plural = _("own lessons")
        constraints = [
            models.UniqueConstraint(fields=["program", "module", "slug"], name="ownlesson_slug_once"),
            models.CheckConstraint(condition=models.Q(tier__in=Tier.values), name="ownlesson_tier_known"),
        ]

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        return reverse("lesson", args=[self.module.slug, self.slug])
