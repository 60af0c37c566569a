"""The books: appended, never edited. PostgreSQL itself refuses anything else (program.tenancy.grants)."""

from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.accounts.models import Membership
from members.billing.paying.keys import new_key
from members.billing.paying.orders import Customer, Order, Provider
from members.billing.paying.subscription import Subscription
from members.billing.plans.models import Plan, Price
from program.tenancy.owned import OwnedManager, OwnedQuerySet, ProgramKey, ProgramOwned


class LedgerQuerySet(OwnedQuerySet["LedgerEntry"]):  # type: ignore[override]
    def money(self) -> "LedgerQuerySet":
        """What moved money; seats that are sponsored or given stand in the books at nothing."""
        return self.exclude(kind__in=LedgerEntry.WITHOUT_MONEY)


class LedgerEntry(ProgramOwned):
    """A payment fact: what came in is positive, what went back is negative."""

    class Kind(models.TextChoices):
        PAYMENT = "payment", _("Payment")
        REFUND = "refund", _("Refund")
        DISPUTE = "dispute", _("Disputed, taken back")
        DISPUTE_WON = "dispute_won", _("Dispute won, returned")
        SPONSORED = "sponsored", _("Sponsored seat")
        SCHOLARSHIP = "scholarship", _("Scholarship")
        GIFT = "gift", _("Gift redeemed")

    WITHOUT_MONEY = ("sponsored", "scholarship", "gift")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    tax = models.DecimalField(_("tax in it"), max_digits=14, decimal_places=2, default=0)
    currency = models.CharField(_("currency"), max_length=3)
    provider = models.CharField(_("paid by"), max_length=10, choices=Provider.choices, blank=True)
    account = models.CharField(max_length=24, blank=True, editable=False)
    remote_id = models.CharField(_("number at Stripe"), max_length=100, blank=True)
    invoice_id = models.CharField(_("invoice at Stripe"), max_length=100, blank=True)
    membership = ProgramKey(
        Membership, models.SET_NULL, null=True, blank=True, related_name="ledger", verbose_name=_("member")
    )
    customer = ProgramKey(Customer, models.PROTECT, null=True, blank=True, related_name="ledger")
    plan = ProgramKey(Plan, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("plan"))
    price = ProgramKey(Price, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("price"))
    subscription = ProgramKey(
        Subscription, models.PROTECT, null=True, blank=True, related_name="ledger", verbose_name=_("subscription")
    )
    order = ProgramKey(Order, models.PROTECT, null=True, blank=True, related_name="ledger", verbose_name=_("order"))
    sponsorship = ProgramKey(
        "members.Sponsorship",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="ledger",
        verbose_name=_("sponsorship"),
    )
    of = ProgramKey(
        "members.LedgerEntry",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="taken_back",
        verbose_name=_("takes back"),
    )
    """The payment that a refund or dispute is about."""

    happened_at = models.DateTimeField(_("when"))
    recorded_at = models.DateTimeField(_("recorded"), default=timezone.now)
    recorded_by = ProgramKey(
        Membership, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("recorded by")
    )
    note = models.CharField(_("note"), max_length=200, blank=True)

    objects: ClassVar["LedgerQuerySet"] = OwnedManager.from_queryset(LedgerQuerySet)()  # type: ignore[assignment]

    class Meta(ProgramOwned.Meta):
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger entries")
        constraints = [
            models.UniqueConstraint(
                fields=["program", "account", "kind", "remote_id"],
                condition=~Q(remote_id=""),
                name="ledgerentry_once_per_fact",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["payment", "dispute_won"], amount__gt=0)
                | Q(kind__in=["refund", "dispute"], amount__lt=0)
                | Q(kind__in=["sponsored", "scholarship", "gift"], amount=0),
                name="ledgerentry_sign_fits_kind",
            ),
        ]
        indexes = [
            models.Index(fields=["program", "-happened_at"]),
            models.Index(fields=["program", "membership", "-happened_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount} {self.currency}"


class Receipt(ProgramOwned):
    """A paper with a number. The numbers of a program have no gaps; one that is void keeps its number."""

    class Kind(models.TextChoices):
        RECEIPT = "receipt", _("Receipt")
        CREDIT_NOTE = "credit_note", _("Credit note")

    number = models.PositiveIntegerField(_("number"))
    prefix = models.CharField(max_length=12, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.RECEIPT)
    entry = ProgramKey(LedgerEntry, models.PROTECT, related_name="receipts", verbose_name=_("ledger entry"))
    refers_to = ProgramKey("members.Receipt", models.PROTECT, null=True, blank=True, related_name="credit_notes")
    membership = ProgramKey(
        Membership, models.SET_NULL, null=True, blank=True, related_name="receipts", verbose_name=_("member")
    )
    seller = models.TextField(_("seller"), blank=True)
    buyer = models.TextField(_("buyer"), blank=True)
    language = models.CharField(max_length=12, blank=True)
    lines = models.JSONField(_("lines"), default=list)
    """Of {"text", "quantity", "amount"}; amounts as text in major units, like "12.50"."""

    taxes = models.JSONField(_("taxes"), default=list)
    """Of {"name", "percentage", "is_inclusive", "net", "amount"}."""

    net = models.DecimalField(_("without tax"), max_digits=14, decimal_places=2)
    tax = models.DecimalField(_("tax"), max_digits=14, decimal_places=2, default=0)
    total = models.DecimalField(_("total"), max_digits=14, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3)
    issued_at = models.DateTimeField(_("issued"), default=timezone.now)
    voided_at = models.DateTimeField(_("void since"), null=True, blank=True)
    void_reason = models.CharField(_("why void"), max_length=200, blank=True)

    class Meta(ProgramOwned.Meta):
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        constraints = [
            models.UniqueConstraint(fields=["program", "number"], name="receipt_number_unique"),
            models.UniqueConstraint(fields=["program", "entry"], name="receipt_once_per_entry"),
            models.CheckConstraint(condition=Q(number__gte=1), name="receipt_number_positive"),
            models.CheckConstraint(condition=Q(total=models.F("net") + models.F("tax")), name="receipt_sums_up"),
        ]
        indexes = [models.Index(fields=["program", "membership", "-number"])]

    def __str__(self) -> str:
        return self.full_number

    @property
    def full_number(self) -> str:
        return f"{self.prefix}{self.number:06d}"


class ReceiptCounter(ProgramOwned):
    """The last number given. Locked while the receipt is written, so a rollback gives its number back."""

    last = models.PositiveIntegerField(default=0)

    class Meta(ProgramOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["program"], name="receiptcounter_once_per_program")]

    def __str__(self) -> str:
        return str(self.last)


class Refund(ProgramOwned):
    """Money to give back: decided by staff, done by the payment service, then a ledger entry."""

    class State(models.TextChoices):
        DUE = "due", _("Being sent")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    entry = ProgramKey(LedgerEntry, models.PROTECT, related_name="refunds", verbose_name=_("payment"))
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2, validators=[MinValueValidator(0)])
    proposed = models.DecimalField(_("proposed"), max_digits=14, decimal_places=2, null=True, editable=False)
    reason = models.CharField(_("why"), max_length=200)
    ends_subscription = models.BooleanField(_("end the subscription now"), default=True)
    key = models.CharField(max_length=40, default=new_key, editable=False)
    remote_id = models.CharField(max_length=80, blank=True, editable=False)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.DUE)
    due_at = models.DateTimeField(default=timezone.now, editable=False)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0, editable=False)
    last_error = models.CharField(_("last error"), max_length=400, blank=True, editable=False)
    asked_by = ProgramKey(
        Membership, models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked"), default=timezone.now, editable=False)
    done_at = models.DateTimeField(_("done"), null=True, editable=False)

    class Meta(ProgramOwned.Meta):
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="refund_positive"),
            models.UniqueConstraint(
                fields=["program", "entry"], condition=Q(state="due"), name="refund_one_at_a_time"
            ),
            models.CheckConstraint(condition=Q(state__in=["due", "done", "failed"]), name="refund_state_known"),
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(state="due"), name="refund_due")]

    def __str__(self) -> str:
        return f"{self.amount} {self.entry.currency}"
