"""What members made of it, beside the prices."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from program.tenancy.owned import ProgramOwned


class Voice(ProgramOwned):
    """What a member made of it, in their own words and with their consent, for the premium page."""

    name = models.CharField(_("name"), max_length=80)
    about = models.CharField(_("what they do"), max_length=120, blank=True)
    words = models.TextField(_("their words"), max_length=600)
    is_shown = models.BooleanField(_("shown"), default=True)
    position = models.PositiveSmallIntegerField(_("place"), default=0)

    class Meta(ProgramOwned.Meta):
        verbose_name = _("voice of a member")
        verbose_name_plural = _("voices of members")
        indexes = [models.Index(fields=["program", "position"], condition=Q(is_shown=True), name="voice_shown")]

    def __str__(self) -> str:
        return self.name
