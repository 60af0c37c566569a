"""Setting a service up. Secrets go in and never come out: an empty field keeps what is there."""

from typing import Any, ClassVar

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from roundtables.rooms.service import RoomService
from roundtables.schedule.roundtable import https_url

plain = RegexValidator(r"\A[!-~]+\Z", _("Letters, figures and signs only, without spaces."))


def text(label: Any, help_text: Any = "", *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, required=required, max_length=200, validators=[plain], widget=wide()
    )


def wide() -> forms.TextInput:
    return forms.TextInput(attrs={"class": "vTextField", "autocomplete": "off", "spellcheck": "false"})


def secret(label: Any, *, is_long: bool = False) -> forms.CharField:
    """What was just typed stays typed when something else is wrong; what is stored is never written into a page."""
    password = forms.PasswordInput(
        render_value=True, attrs={"class": "vTextField", "autocomplete": "new-password", "spellcheck": "false"}
    )
    long = {"class": "vLargeTextField", "rows": 4, "autocomplete": "off", "spellcheck": "false"}
    widget = forms.Textarea(attrs=long) if is_long else password
    validators = [] if is_long else [plain]
    return forms.CharField(label=label, required=False, max_length=8000, widget=widget, validators=validators)


class ChooseServiceForm(forms.ModelForm):
    """The first step: which service. Its own questions come on the next page."""

    class Meta:
        model = RoomService
        fields: ClassVar[list[str]] = ["provider"]


class ServiceForm(forms.ModelForm):
    """Base of the forms below; each names what is stored openly and what is sealed."""

    OPEN: ClassVar[tuple[str, ...]] = ()
    SECRETS: ClassVar[tuple[str, ...]] = ()
    NEEDED: ClassVar[tuple[str, ...]] = ()

    class Meta:
        model = RoomService
        fields: ClassVar[list[str]] = ["is_default"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = self.instance.secrets
        for name in self.OPEN:
            self.initial.setdefault(name, self.instance.settings.get(name))
        for name in self.SECRETS:
            told = _("Set. Type to replace it.") if self.known.get(name) else _("Not set yet.")
            self.fields[name].help_text = told

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in self.NEEDED:
            if name not in self.errors and not self.stands(name):
                self.add_error(name, _("This field is required."))
        return cleaned

    def stands(self, name: str) -> str:
        """The secret as it will be after saving."""
        return str(self.cleaned_data.get(name) or self.known.get(name, ""))

    def validate_constraints(self) -> None:
        """Another service that was the default gives way when this one is saved."""

    def save(self, commit: bool = True) -> RoomService:
        service: RoomService = self.instance
        service.settings = {name: self.cleaned_data[name] for name in self.OPEN}
        service.seal(**{name: self.cleaned_data[name] for name in self.SECRETS if self.cleaned_data[name]})
        saved: RoomService = super().save(commit)
        return saved


class JitsiForm(ServiceForm):
    OPEN = ("server", "app_id", "key_id")
    SECRETS = NEEDED = ("secret",)

    server = forms.CharField(
        label=_("Server"),
        max_length=200,
        validators=[https_url],
        widget=wide(),
        help_text=_("Like https://meet.example.org; of 8x8, https://8x8.vc"),
    )
    app_id = text(_("App ID"))
    key_id = text(_("Key ID"), _("Only for 8x8 (Jitsi as a Service). Empty: a server of your own."), required=False)
    secret = secret(_("Secret, or private key of 8x8"), is_long=True)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("key_id") and self.stands("secret") and not is_private_key(self.stands("secret")):
            self.add_error("secret", _("With a key ID, this has to be an RSA private key that begins with -----BEGIN"))
        return cleaned


class ZoomForm(ServiceForm):
    OPEN = ("account_id", "client_id", "host", "records")
    SECRETS = ("client_secret", "webhook_secret")
    NEEDED = ("client_secret",)

    account_id = text(_("Account ID"), _("Of a server-to-server OAuth app in Zoom's App Marketplace."))
    client_id = text(_("Client ID"))
    client_secret = secret(_("Client secret"))
    host = text(_("Who hosts"), _("The e-mail of a licensed user of that account; meetings are made in their name."))
    records = forms.BooleanField(label=_("Record in Zoom's cloud"), required=False)
    webhook_secret = secret(_("Secret token of event subscriptions"))


FORMS: dict[str, type[ServiceForm]] = {"jitsi": JitsiForm, "zoom": ZoomForm}


def is_private_key(text: str) -> bool:
    try:
        return isinstance(load_pem_private_key(text.encode(), None), RSAPrivateKey)
    except (ValueError, TypeError):
        return False
