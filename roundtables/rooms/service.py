"""What a program told us about its conferencing services. Secrets are sealed, and never shown again."""

import json
import logging
import secrets
from typing import Any

from cryptography.fernet import InvalidToken
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from program.sealed import box
from program.tenancy.owned import ProgramOwned
from roundtables.schedule.roundtable import Roundtable

logger = logging.getLogger(__name__)

PURPOSE = "first-million room services"
NAMING = "naming"
"""A secret of our own: room names follow from it, so that nobody can guess one."""


class RoomService(ProgramOwned):
    class Provider(models.TextChoices):
        JITSI = Roundtable.Provider.JITSI.value, "Jitsi"
        ZOOM = Roundtable.Provider.ZOOM.value, "Zoom"

    provider = models.CharField(_("service"), max_length=8, choices=Provider.choices)
    is_default = models.BooleanField(
        _("use it unless a roundtable says otherwise"),
        default=False,
        help_text=_("Roundtables whose room is “As the program says” meet here, those announced already, too."),
    )
    settings = models.JSONField(default=dict, editable=False)
    sealed = models.TextField(blank=True, editable=False)

    class Meta(ProgramOwned.Meta):
        verbose_name = _("room service")
        verbose_name_plural = _("room services")
        constraints = [
            models.UniqueConstraint(
                fields=["program", "provider"],
                name="roomservice_once",
                violation_error_message=_("This service is set up already."),
            ),
            models.UniqueConstraint(fields=["program"], condition=Q(is_default=True), name="roomservice_one_default"),
            models.CheckConstraint(condition=Q(provider__in=["jitsi", "zoom"]), name="roomservice_provider_known"),
        ]

    def __str__(self) -> str:
        return str(self.get_provider_display())

    @property
    def secrets(self) -> dict[str, str]:
        """Nothing when they were sealed with a key that is lost: then they have to be typed again."""
        if not self.sealed:
            return {}
        try:
            opened: dict[str, str] = json.loads(box(PURPOSE).decrypt(self.sealed.encode()))
        except InvalidToken:
            logger.error("The secrets of %s in program %s cannot be opened", self.provider, self.program_id)
            return {}
        return opened

    def seal(self, **replaced: str) -> None:
        """Puts these in the place of what was there, and keeps the others. Saving is the caller's."""
        kept = {NAMING: secrets.token_hex(32), **self.secrets, **replaced}
        self.sealed = box(PURPOSE).encrypt(json.dumps(kept).encode()).decode()

    @property
    def told(self) -> dict[str, Any]:
        """Settings and secrets together, as a provider takes them."""
        return {**self.settings, **self.secrets, "program_id": self.program_id}
