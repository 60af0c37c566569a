"""Somebody who comes to roundtables without an account: known by an address they proved with a code."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from program import clock
from program.tenancy.owned import ProgramOwned


class Guest(ProgramOwned):
    """Their history goes over to the membership when they join; the row goes then."""

    email = models.EmailField(_("e-mail"), max_length=254)
    name = models.CharField(_("name"), max_length=80)
    language = models.CharField(_("language"), max_length=12, blank=True, choices=settings.LANGUAGES)
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True, validators=[clock.validate_zone])
    created_at = models.DateTimeField(_("first came"), default=clock.now)

    class Meta(ProgramOwned.Meta):
        verbose_name = _("guest")
        verbose_name_plural = _("guests")
        constraints = [
            models.UniqueConstraint(fields=["program", "email"], name="guest_once_per_program"),
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="guest_email_lower_case"),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        return self.name or self.email.partition("@")[0]
