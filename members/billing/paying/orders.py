"""Who pays and how: the customer at the payment service, an order, a subscription."""

from decimal import Decimal
from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from members.accounts.models import Membership
from members.billing.paying.keys import new_key, new_reference
from members.billing.plans.models import Price
from program.tenancy.owned import OwnedManager, OwnedQuerySet, ProgramKey, ProgramOwned


class Provider(models.TextChoices):
    STRIPE = "stripe", _("Card (Stripe)")
    TRANSFER = "transfer", _("Bank transfer")


class Customer(ProgramOwned):
    """A membership as one account of the payment service knows it. Its row is the mutex of what is paid."""

    membership = ProgramKey(Membership, models.PROTECT, related_name="customers", verbose_name=_("member"))
    account = models.CharField(max_length=24, blank=True, editable=False)
    key = models.CharField(max_length=40, default=new_key, editable=False)
    remote_id = models.CharField(_("number at Stripe"), max_length=80, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(_("last compared"), null=True)

    class Meta(ProgramOwned.Meta):
        verbose_name = _("customer")
        verbose_name_plural = _("customers")
        constraints = [
            models.UniqueConstraint(fields=["program", "membership", "account"], name="customer_once_per_account"),
            models.UniqueConstraint(
                fields=["program", "account", "remote_id"], condition=~Q(remote_id=""), name="customer_remote_unique"
            ),
        ]
        indexes = [
            models.Index(fields=["remote_id"], condition=~Q(remote_id=""), name="customer_by_remote"),
            models.Index(fields=["program", "settled_at"]),
        ]

    def __str__(self) -> str:
        return self.remote_id or f"({self.membership_id})"


class OrderQuerySet(OwnedQuerySet["Order"]):  # type: ignore[override]
    def pending(self) -> "OrderQuerySet":
        return self.filter(state__in=Order.PENDING)


class Order(ProgramOwned):
    """Somebody's wish to pay, from the button to the money."""

    class Kind(models.TextChoices):
        MEMBERSHIP = "membership", _("Membership")
        GIFT = "gift", _("Gift")
        SEATS = "seats", _("Sponsored seats")

    class State(models.TextChoices):
        OPEN = "open", _("Begun")
        AWAITING = "awaiting", _("Money on its way")
        PAID = "paid", _("Paid")
        EXPIRED = "expired", _("Expired")
        CANCELLED = "cancelled", _("Cancelled")
        FAILED = "failed", _("Failed")

    PENDING = ("open", "awaiting")

    membership = ProgramKey(Membership, models.PROTECT, related_name="orders", verbose_name=_("member"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.MEMBERSHIP)
    provider = models.CharField(_("paid by"), max_length=10, choices=Provider.choices)
    price = ProgramKey(Price, models.PROTECT, related_name="orders", verbose_name=_("price"))
    quantity = models.PositiveSmallIntegerField(_("how many"), default=1, validators=[MinValueValidator(1)])
    coupon = ProgramKey(
        "members.Coupon", models.PROTECT, null=True, blank=True, related_name="orders", verbose_name=_("coupon")
    )
    country = models.CharField(_("country"), max_length=2, blank=True)
    trial_days = models.PositiveSmallIntegerField(_("days to try"), default=0)
    language = models.CharField(max_length=12, blank=True, default=get_language, editable=False)
    """Of the payment page, whoever asks for it again."""

    details = models.JSONField(default=dict, blank=True)
    """For gifts: recipient, from_name, words. For seats: sponsor, ends_on."""

    account = models.CharField(max_length=24, blank=True, editable=False)
    key = models.CharField(max_length=40, default=new_key, editable=False)
    reference = models.CharField(_("reference"), max_length=16, default=new_reference, editable=False)
    remote_id = models.CharField(_("number at Stripe"), max_length=100, blank=True)
    url = models.TextField(blank=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    created_at = models.DateTimeField(_("begun"), default=timezone.now)
    expires_at = models.DateTimeField(_("expires"), null=True)
    asked_at = models.DateTimeField(null=True, editable=False)
    """When the payment service was last asked how it stands."""

    paid_at = models.DateTimeField(_("paid"), null=True)
    subscription = ProgramKey(
        "members.Subscription",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="orders",
        verbose_name=_("subscription"),
    )

    objects: ClassVar["OrderQuerySet"] = OwnedManager.from_queryset(OrderQuerySet)()  # type: ignore[assignment]

    class Meta(ProgramOwned.Meta):
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        constraints = [
            models.UniqueConstraint(fields=["program", "key"], name="order_key_unique"),
            models.UniqueConstraint(fields=["program", "reference"], name="order_reference_unique"),
            models.UniqueConstraint(
                fields=["program", "account", "remote_id"], condition=~Q(remote_id=""), name="order_remote_unique"
            ),
            models.UniqueConstraint(
                fields=["program", "membership"],
                condition=Q(kind="membership", state__in=["open", "awaiting"]),
                name="order_one_membership_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "awaiting", "paid", "expired", "cancelled", "failed"]),
                name="order_state_known",
            ),
            models.CheckConstraint(condition=Q(paid_at=None) | Q(state="paid"), name="order_paid_has_its_instant"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="order_quantity_positive"),
        ]
        indexes = [
            models.Index(fields=["created_at"], condition=Q(state__in=["open", "awaiting"]), name="order_pending"),
            models.Index(fields=["program", "membership", "-created_at"]),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_pending(self) -> bool:
        return self.state in self.PENDING

    @property
    def amount(self) -> Decimal:
        """What is to be paid first, before taxes that are added, in the price's currency."""
        each = self.coupon.reduce(self.price.amount) if self.coupon else self.price.amount
        return Decimal(each * self.quantity)

    @property
    def renews(self) -> bool:
        return self.kind == self.Kind.MEMBERSHIP and self.price.version.plan.renews
