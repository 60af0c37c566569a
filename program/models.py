"""The tenant and the hosts it answers on. Readable everywhere, changeable by its own staff."""

from django.conf import settings
from django.core.validators import MaxLengthValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from program import clock, money
from program.logos import logo_path, validate_logo


class SignUpPolicy(models.TextChoices):
    OPEN = "open", _("Open: anyone may join")
    INVITE = "invite", _("Invite: only with an ambassador's or staff's link")
    APPLICATION = "application", _("Application: staff approve each person")


class Program(models.Model):
    """An operator's own edition of First Million."""

    slug = models.SlugField(_("short name"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=80)
    tagline = models.CharField(_("tagline"), max_length=160, blank=True)
    language = models.CharField(_("language"), max_length=12, choices=settings.LANGUAGES, default="en")
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC", validators=[clock.validate_zone])
    currency = models.CharField(_("currency"), max_length=3, default="USD", validators=[money.validate_currency])
    milestone = models.DecimalField(
        _("milestone"),
        max_digits=14,
        decimal_places=2,
        default=1_000_000,
        help_text=_("Trailing twelve-month revenue at which a venture has made it."),
    )
    accent = models.CharField(
        _("accent colour"),
        max_length=7,
        default="#14532d",
        validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$", _("Write the colour as # and six digits, like #14532d."))],
        help_text=_("Shades that are hard to read are adjusted on the page."),
    )
    logo = models.FileField(_("logo"), upload_to=logo_path, blank=True, validators=[validate_logo])
    legal_note = models.TextField(_("legal note"), blank=True, validators=[MaxLengthValidator(4000)])
    mail_from = models.EmailField(_("sender address"), blank=True)
    signup_policy = models.CharField(
        _("who may join"), max_length=12, choices=SignUpPolicy.choices, default=SignUpPolicy.OPEN
    )
    staff_need_second_factor = models.BooleanField(_("staff need a second factor"), default=True)
    is_demo = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("program")
        verbose_name_plural = _("programs")
        constraints = [
            models.CheckConstraint(condition=models.Q(milestone__gt=0), name="program_milestone_positive"),
            models.CheckConstraint(
                condition=models.Q(signup_policy__in=SignUpPolicy.values), name="program_signup_policy_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def brand_url(self) -> str:
        """The stylesheet of this accent; another accent is another address, so it is kept for ever."""
        return f"/brand/{self.accent.removeprefix('#').lower()}.css"

    @property
    def logo_url(self) -> str | None:
        return f"/brand/{str(self.logo.name).rpartition('/')[2]}" if self.logo else None

    @property
    def zone(self) -> clock.ZoneInfo:
        return clock.ZoneInfo(self.time_zone)


class ProgramHost(models.Model):
    """A host name a program answers on; links in mails use the primary one."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="hosts")
    host = models.CharField(_("host"), max_length=253, unique=True)
    is_primary = models.BooleanField(_("primary"), default=False)

    class Meta:
        verbose_name = _("host")
        verbose_name_plural = _("hosts")
        constraints = [
            models.UniqueConstraint(
                fields=["program"], condition=models.Q(is_primary=True), name="programhost_one_primary"
            ),
            models.CheckConstraint(condition=models.Q(host__regex=r"^[a-z0-9.-]+$"), name="programhost_lower_case"),
        ]

    def __str__(self) -> str:
        return self.host
