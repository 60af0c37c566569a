"""How a program takes payments, and its own keys."""

import json
import logging

from cryptography.fernet import InvalidToken
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from program.sealed import box
from program.tenancy.owned import ProgramOwned

logger = logging.getLogger(__name__)

PURPOSE = "first-million stripe keys"


class BillingSettings(ProgramOwned):
    """How a program takes payments and what stands on its receipts."""

    takes_cards = models.BooleanField(_("takes cards"), default=True)
    takes_transfers = models.BooleanField(_("takes bank transfers"), default=False)
    bank_details = models.TextField(
        _("bank details"), blank=True, max_length=1000, help_text=_("Shown to whoever pays by bank transfer.")
    )
    transfer_days = models.PositiveSmallIntegerField(
        _("days to pay a transfer"), default=14, validators=[MinValueValidator(1), MaxValueValidator(90)]
    )
    seller = models.TextField(
        _("seller on receipts"), blank=True, max_length=600, help_text=_("Legal name, address and tax number.")
    )
    receipt_prefix = models.CharField(_("before the number of receipts"), max_length=12, blank=True)
    grace_days = models.PositiveSmallIntegerField(
        _("days of grace after a failed renewal"), default=7, validators=[MaxValueValidator(30)]
    )
    refunds_pro_rata = models.BooleanField(
        _("give back what was not used"),
        default=True,
        help_text=_("What is proposed when a year is cancelled early. Otherwise nothing is proposed."),
    )

    class Meta(ProgramOwned.Meta):
        verbose_name = _("payment settings")
        verbose_name_plural = _("payment settings")
        constraints = [models.UniqueConstraint(fields=["program"], name="billingsettings_once_per_program")]

    def __str__(self) -> str:
        return str(_("Payment settings"))


class StripeAccount(ProgramOwned):
    """A program's own keys at Stripe, sealed. Without a row in use, the installation's keys are taken."""

    name = models.CharField(_("name"), max_length=80)
    sealed = models.TextField(blank=True, editable=False)
    is_live = models.BooleanField(_("live"), default=False, editable=False)
    created_at = models.DateTimeField(_("since"), auto_now_add=True)
    ended_at = models.DateTimeField(_("until"), null=True, blank=True, editable=False)

    class Meta(ProgramOwned.Meta):
        verbose_name = _("Stripe account")
        verbose_name_plural = _("Stripe accounts")
        constraints = [
            models.UniqueConstraint(fields=["program"], condition=Q(ended_at=None), name="stripeaccount_one_in_use")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def secrets(self) -> dict[str, str]:
        """Nothing when they were sealed with a key that is lost: then they have to be typed again."""
        try:
            opened: dict[str, str] = json.loads(box(PURPOSE).decrypt(self.sealed.encode()))
        except InvalidToken:
            logger.error("The Stripe keys of program %s cannot be opened", self.program_id)
            return {}
        return opened

    def seal(self, *, secret_key: str, webhook_secret: str) -> None:
        """Saving is the caller's."""
        told = json.dumps({"secret_key": secret_key, "webhook_secret": webhook_secret})
        self.sealed = box(PURPOSE).encrypt(told.encode()).decode()
        self.is_live = secret_key.startswith(("sk_live_", "rk_live_"))
