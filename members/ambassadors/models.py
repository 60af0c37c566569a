"""Invite links, and who came through which."""

from datetime import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.accounts.models import Membership
from program.tenancy.owned import ProgramKey, ProgramOwned


class InviteLink(ProgramOwned):
    """`/i/<code>/`: an ambassador's own, or one that staff made."""

    code = models.CharField(_("code"), max_length=24)
    ambassador = ProgramKey(Membership, models.CASCADE, related_name="invite_links", verbose_name=_("ambassador"))
    campaign = models.CharField(_("campaign"), max_length=60, blank=True)
    uses_allowed = models.PositiveIntegerField(
        _("uses allowed"), null=True, blank=True, help_text=_("Empty: any number.")
    )
    uses = models.PositiveIntegerField(_("uses"), default=0, editable=False)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    class Meta(ProgramOwned.Meta):
        verbose_name = _("invite link")
        verbose_name_plural = _("invite links")
        constraints = [
            models.UniqueConstraint(fields=["program", "code"], name="invitelink_code_unique"),
            models.CheckConstraint(
                condition=models.Q(uses_allowed=None) | models.Q(uses__lte=models.F("uses_allowed")),
                name="invitelink_uses_within_allowed",
            ),
        ]
        indexes = [models.Index(fields=["program", "ambassador"])]

    def __str__(self) -> str:
        return self.code

    def problem(self, now: datetime) -> str | None:
        """Why it cannot be used now: "revoked", "expired", "used_up" or None."""
        if self.revoked_at:
            return "revoked"
        if self.expires_at and self.expires_at <= now:
            return "expired"
        if self.uses_allowed is not None and self.uses >= self.uses_allowed:
            return "used_up"
        return None


class Attribution(ProgramOwned):
    """Through which links a member came: the first one followed and the last."""

    membership = ProgramKey(Membership, models.CASCADE, related_name="attributions", verbose_name=_("membership"))
    first_link = ProgramKey(InviteLink, models.CASCADE, related_name="first_touches", verbose_name=_("first link"))
    first_touch_at = models.DateTimeField(_("first link followed"))
    last_link = ProgramKey(InviteLink, models.CASCADE, related_name="last_touches", verbose_name=_("last link"))
    last_touch_at = models.DateTimeField(_("last link followed"))
    joined_at = models.DateTimeField(_("joined"), default=timezone.now)

    class Meta(ProgramOwned.Meta):
        verbose_name = _("attribution")
        verbose_name_plural = _("attributions")
        constraints = [models.UniqueConstraint(fields=["program", "membership"], name="attribution_once_per_member")]
        indexes = [models.Index(fields=["program", "last_link"]), models.Index(fields=["program", "first_link"])]

    def __str__(self) -> str:
        return f"{self.membership} ← {self.last_link}"
