"""Taxes that stand on receipts."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from members.billing.paying.keys import new_key
from program.tenancy.owned import ProgramOwned


class TaxRule(ProgramOwned):
    """A tax that is shown on receipts and charged by whoever takes the payment."""

    name = models.CharField(_("name on the receipt"), max_length=40, help_text=_("For example VAT, GST, ISS."))
    country = models.CharField(_("country"), max_length=2, blank=True, help_text=_("Two letters. Empty: everywhere."))
    percentage = models.DecimalField(
        _("per cent"), max_digits=6, decimal_places=3, validators=[MinValueValidator(0), MaxValueValidator(100)]
    )
    is_inclusive = models.BooleanField(_("contained in the price"), default=True)
    is_active = models.BooleanField(_("in use"), default=True)
    key = models.CharField(max_length=40, default=new_key, editable=False)
    account = models.CharField(max_length=24, blank=True, editable=False)
    remote_id = models.CharField(max_length=80, blank=True, editable=False)

    class Meta(ProgramOwned.Meta):
        verbose_name = _("tax")
        verbose_name_plural = _("taxes")
        constraints = [
            models.UniqueConstraint(
                fields=["program", "country", "name"],
                condition=Q(is_active=True),
                name="taxrule_once_in_use",
                violation_error_message=_("This tax is in use for that country already."),
            ),
            models.CheckConstraint(
                condition=Q(percentage__gte=0, percentage__lte=100), name="taxrule_percentage_possible"
            ),
            models.CheckConstraint(condition=Q(country__regex=r"^([A-Z]{2})?$"), name="taxrule_country_upper_case"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.percentage.normalize():f} %"
