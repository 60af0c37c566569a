"""Who did what to which object, kept beside the program it happened in."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from program.tenancy.owned import ProgramOwned


class Entry(ProgramOwned):
    at = models.DateTimeField(_("when"), auto_now_add=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("who")
    )
    action = models.CharField(_("action"), max_length=60)
    model = models.CharField(_("kind of object"), max_length=60)
    object_id = models.CharField(max_length=40)
    object_name = models.CharField(_("object"), max_length=200)
    changes = models.JSONField(_("changes"), default=dict)

    class Meta(ProgramOwned.Meta):
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit log")
        indexes = [
            models.Index(fields=["program", "-at"], name="audit_latest"),
            models.Index(fields=["program", "model", "object_id", "-at"], name="audit_of_object"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.object_name}"
