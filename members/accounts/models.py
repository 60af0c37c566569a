"""A person, and that person in one program."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.billing.entitlements import ALL, tier_of
from program import clock
from program.tenancy.owned import OwnedManager, OwnedQuerySet, ProgramOwned


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """One e-mail, one password, any number of programs. What one may do hangs on the membership."""

    email = models.EmailField(_("e-mail"), max_length=254, unique=True)
    name = models.CharField(_("name"), max_length=80)
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [models.CheckConstraint(condition=models.Q(email=Lower("email")), name="user_email_lower_case")]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0]

    @property
    def membership(self) -> "Membership | None":
        """The membership in this request's program, put here by the middleware."""
        return self.__dict__.get("_membership")

    @membership.setter
    def membership(self, value: "Membership | None") -> None:
        self.__dict__["_membership"] = value

    @property
    def is_staff(self) -> bool:
        return bool(self.is_active and self.membership and self.membership.is_staff)

    def has_perm(self, perm: str, obj: object = None) -> bool:
        return bool(self.is_staff and self.membership and self.membership.may(perm))

    def has_perms(self, perm_list: Iterable[str], obj: object = None) -> bool:
        return all(self.has_perm(perm, obj) for perm in perm_list)

    def has_module_perms(self, app_label: str) -> bool:
        return bool(self.is_staff and self.membership and self.membership.may_enter(app_label))


class MembershipQuerySet(OwnedQuerySet["Membership"]):  # type: ignore[override]
    def active(self) -> "MembershipQuerySet":
        return self.filter(state=Membership.State.ACTIVE)

    def with_tier(self, now: datetime) -> "MembershipQuerySet":
        """Annotates `granted`: the entitlements in force at that instant. `has` and `tier` follow from them."""
        from members.billing.grants import granted_at

        return self.annotate(granted=granted_at(now))


class Membership(ProgramOwned):
    """A person in one program: role, zone, language, and through grants a tier."""

    class Role(models.TextChoices):
        MEMBER = "member", _("Member")
        AMBASSADOR = "ambassador", _("Ambassador")
        COACH = "coach", _("Coach")
        HOST = "host", _("Host")
        EDITOR = "editor", _("Editor")
        SUPPORT = "support", _("Support")
        FINANCE = "finance", _("Finance")
        AMBASSADOR_MANAGER = "ambassador_manager", _("Ambassador manager")
        OWNER = "owner", _("Owner")

    class State(models.TextChoices):
        ACTIVE = "active", _("Active")
        PENDING = "pending", _("Waiting for approval")
        LEFT = "left", _("Left")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices, default=Role.MEMBER)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.ACTIVE)
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True, validators=[clock.validate_zone])
    language = models.CharField(_("language"), max_length=12, blank=True, choices=settings.LANGUAGES)
    joined_at = models.DateTimeField(_("joined"), default=timezone.now)

    objects: ClassVar["MembershipQuerySet"] = OwnedManager.from_queryset(MembershipQuerySet)()  # type: ignore[assignment]

    class Meta(ProgramOwned.Meta):
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(fields=["program", "user"], name="membership_once_per_program"),
            models.CheckConstraint(
                condition=models.Q(
                    role__in=[
                        "member",
                        "ambassador",
                        "coach",
                        "host",
                        "editor",
                        "support",
                        "finance",
                        "ambassador_manager",
                        "owner",
                    ]
                ),
                name="membership_role_known",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["active", "pending", "left"]), name="membership_state_known"
            ),
        ]
        indexes = [models.Index(fields=["program", "role"]), models.Index(fields=["program", "-joined_at"])]

    def __str__(self) -> str:
        return str(self.user)

    @property
    def display_name(self) -> str:
        return self.user.name or self.user.email.partition("@")[0]

    @property
    def entitlements(self) -> frozenset[str]:
        """What they may do right now, known where the query said `with_tier`; staff and coaches may all of it."""
        return ALL if self.role in TEAM else frozenset(getattr(self, "granted", ()))

    def has(self, entitlement: str | None) -> bool:
        """What every page asks. None is what everybody may."""
        return entitlement is None or entitlement in self.entitlements

    @property
    def tier(self) -> str:
        """free, curriculum or premium: the name of what they have."""
        return tier_of(self.entitlements)

    @property
    def is_active(self) -> bool:
        return self.state == self.State.ACTIVE

    @property
    def is_staff(self) -> bool:
        return self.is_active and self.role in STAFF

    @property
    def is_ambassador(self) -> bool:
        return self.is_active and self.role in (self.Role.AMBASSADOR, self.Role.AMBASSADOR_MANAGER, self.Role.OWNER)

    def may(self, perm: str) -> bool:
        from members.accounts.roles import role_may

        return role_may(self.role, perm)

    def may_enter(self, app_label: str) -> bool:
        from members.accounts.roles import role_may_enter

        return role_may_enter(self.role, app_label)


Role = Membership.Role
STAFF = frozenset(
    {Role.OWNER, Role.EDITOR, Role.HOST, Role.SUPPORT, Role.FINANCE, Role.AMBASSADOR_MANAGER, Role.COACH}
)
TEAM = STAFF
