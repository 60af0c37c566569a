"""allauth's forms in our words: labels and hints instead of placeholders, and nothing told by how long it takes."""

from typing import Any

from allauth.account import forms as theirs
from allauth.socialaccount.forms import SignupForm as TheirSocialSignUpForm
from django import forms
from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from members.accounts.models import Membership, User
from members.accounts.names import NameField
from members.accounts.zones import city, zone_choices
from program.models import Program

LONGEST_ADDRESS = 254
LABELS = {"email": _("E-mail"), "login": _("E-mail"), "password1": _("Password"), "code": _("Six-digit code")}


class Worded:
    """Our labels; no placeholder repeats them; codes bring up the keys for digits."""

    fields: dict[str, forms.Field]
    labels: dict[str, Any] = LABELS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
        for name in {"email", "login"} & set(self.fields):
            self.fields[name].validators.append(MaxLengthValidator(LONGEST_ADDRESS))
        if "code" in self.fields:
            self.fields["code"].widget.attrs.update(inputmode="numeric", autofocus=True)


def never_arrived(email: str) -> User | None:
    """Whoever began to sign up with that address and never proved that it is theirs."""
    user = User.objects.filter(email=email, last_login=None).first()
    if user is None or user.emailaddress_set.filter(verified=True).exists():  # type: ignore[attr-defined]
        return None
    return user


def spend_a_hash(password: str) -> None:
    """As long as creating an account takes, so that the time does not tell who has one."""
    User().set_password(password)


class SignUpForm(Worded, theirs.SignupForm):
    field_order = ["name", "email", "password1"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = _("At least ten characters. A short sentence works well.")

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        if self.account_already_exists:
            if user := never_arrived(self.cleaned_data["email"]):
                return self._begin_anew(request, user), None
            spend_a_hash(self.cleaned_data["password1"])
        saved: tuple[User | None, HttpResponse | None] = super().try_save(request)
        return saved

    def _begin_anew(self, request: HttpRequest, user: User) -> User:
        """The last one who signed up counts: the code goes to the address, and proves whose it is."""
        theirs.get_adapter().save_user(request, user, self)
        self.custom_signup(request, user)
        return user


class SocialSignUpForm(Worded, TheirSocialSignUpForm):
    field_order = ["name", "email"]


class SignInForm(Worded, theirs.LoginForm):
    pass


class RequestCodeForm(Worded, theirs.RequestLoginCodeForm):
    pass


class SignInCodeForm(Worded, theirs.ConfirmLoginCodeForm):
    pass


class EmailCodeForm(Worded, theirs.ConfirmEmailVerificationCodeForm):
    pass


class PasswordCodeForm(Worded, theirs.ConfirmPasswordResetCodeForm):
    pass


class ForgottenPasswordForm(Worded, theirs.ResetPasswordForm):
    pass


class ChangeEmailForm(Worded, theirs.AddEmailForm):
    labels = {"email": _("New e-mail")}


class ConfirmPasswordForm(Worded, theirs.ReauthenticateForm):
    pass


class WithoutRepeat(Worded):
    """A password is typed once; a password manager or the eye shows it, and a reset is one code away."""

    labels = {"password1": _("New password"), "oldpassword": _("Current password")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password2"]
        self.fields["password1"].help_text = _("At least ten characters. A short sentence works well.")


class NewPasswordForm(WithoutRepeat, theirs.ResetPasswordKeyForm):
    pass


class ChangePasswordForm(WithoutRepeat, theirs.ChangePasswordForm):
    pass


class SetPasswordForm(WithoutRepeat, theirs.SetPasswordForm):
    pass


class ProfileForm(forms.Form):
    """The name is the person's, everywhere; zone and language are for this program."""

    name = NameField()
    time_zone = forms.ChoiceField(
        label=_("Time zone"), required=False, help_text=_("Times of roundtables and reminders are shown in it.")
    )
    language = forms.ChoiceField(label=_("Language"), required=False, help_text=_("Of pages and mails."))

    def __init__(self, *args: Any, membership: Membership, program: Program, **kwargs: Any) -> None:
        initial = {
            "name": membership.user.name,
            "time_zone": membership.time_zone,
            "language": membership.language,
        }
        super().__init__(*args, **{**kwargs, "initial": initial})
        same = _("As the program: %(zone)s") % {"zone": city(program.time_zone)}
        self.fields["time_zone"].choices = [("", same), *zone_choices()]  # type: ignore[attr-defined]
        names = dict(settings.LANGUAGES)
        usual = _("As the program: %(language)s") % {"language": names[program.language]}
        self.fields["language"].choices = [("", usual), *settings.LANGUAGES]  # type: ignore[attr-defined]
