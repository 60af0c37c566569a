"""The mails about somebody's account. A code is said once and then forgotten by the outbox."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.accounts.models import Membership
from members.templatetags.browsers import browser_name
from program import clock
from program.mail.kinds import Letter, mail_kind
from program.mail.links import absolute
from program.mail.models import Message
from program.mail.readers import reader_of

CODE_LASTS = timedelta(minutes=10)


@dataclass(frozen=True)
class Code:
    """A mail with six digits in it."""

    subject: Promise
    sentence: Promise


@dataclass(frozen=True)
class Notice:
    """Something happened to the account; the reader should know, and know what to do if it was not them."""

    subject: Promise
    sentence: Promise
    button: tuple[str, Promise] | None = None
    is_alarming: bool = True


CODES = {
    "email_confirmation_signup": Code(
        gettext_lazy("%(code)s is your code to join %(program)s"),
        gettext_lazy("Welcome. Type these six digits on the page where you signed up, and you are in."),
    ),
    "email_confirmation": Code(
        gettext_lazy("%(code)s confirms your new address at %(program)s"),
        gettext_lazy("Type these six digits on the page that asks for them, and this address becomes yours here."),
    ),
    "login_code": Code(
        gettext_lazy("%(code)s is your sign-in code for %(program)s"),
        gettext_lazy("Type these six digits on the page where you asked to sign in."),
    ),
    "password_reset_code": Code(
        gettext_lazy("%(code)s lets you choose a new password at %(program)s"),
        gettext_lazy("Type these six digits on the page that asks for them; then you choose a new password."),
    ),
}

SECURITY = ("mfa_index", gettext_lazy("Look at your security"))
NOTICES = {
    "account_already_exists": Notice(
        gettext_lazy("You already have an account"),
        gettext_lazy(
            "Somebody, probably you, tried to sign up at %(program)s with this address. It has an account already:"
            " sign in with your password, or have a code sent to you."
        ),
        ("account_login", gettext_lazy("Sign in")),
        is_alarming=False,
    ),
    "unknown_account": Notice(
        gettext_lazy("No account with this address"),
        gettext_lazy(
            "Somebody, probably you, tried to sign in at %(program)s with this address. There is no account with it."
            " Perhaps you used another address; otherwise you can join now."
        ),
        ("account_signup", gettext_lazy("Join")),
        is_alarming=False,
    ),
    "password_changed": Notice(gettext_lazy("Your password was changed"), gettext_lazy("Your password was changed.")),
    "password_set": Notice(gettext_lazy("You now have a password"), gettext_lazy("A password was set.")),
    "password_reset": Notice(
        gettext_lazy("You chose a new password"),
        gettext_lazy("A new password was chosen with a code from this mailbox."),
    ),
    "email_changed": Notice(
        gettext_lazy("Your address was changed"),
        gettext_lazy("Your account now belongs to %(to_email)s; %(from_email)s no longer signs in."),
    ),
    "email_deleted": Notice(
        gettext_lazy("An address was removed"), gettext_lazy("%(deleted_email)s was removed from your account.")
    ),
    "totp_activated": Notice(
        gettext_lazy("An authenticator app was added"),
        gettext_lazy("From now on a code of your authenticator app is asked for when you sign in."),
        SECURITY,
    ),
    "totp_deactivated": Notice(
        gettext_lazy("Your authenticator app was removed"),
        gettext_lazy("Signing in no longer asks for a code of your authenticator app."),
        SECURITY,
    ),
    "webauthn_added": Notice(
        gettext_lazy("A passkey was added"), gettext_lazy("A new passkey can sign in to your account."), SECURITY
    ),
    "webauthn_removed": Notice(
        gettext_lazy("A passkey was removed"),
        gettext_lazy("A passkey was removed; it no longer signs in to your account."),
        SECURITY,
    ),
    "recovery_codes_generated": Notice(
        gettext_lazy("You have new recovery codes"),
        gettext_lazy("New recovery codes were made; the old ones no longer work."),
        SECURITY,
    ),
    "account_connected": Notice(
        gettext_lazy("A way to sign in was added"),
        gettext_lazy("An account elsewhere was connected, and can sign in to yours."),
        ("socialaccount_connections", gettext_lazy("Look at your connections")),
    ),
    "account_disconnected": Notice(
        gettext_lazy("A way to sign in was removed"),
        gettext_lazy("An account elsewhere was disconnected; it no longer signs in to yours."),
        ("socialaccount_connections", gettext_lazy("Look at your connections")),
    ),
}


def words_of(message: Message) -> dict[str, str]:
    return {"program": message.program.name, **message.payload}


def compose_code(message: Message) -> Letter | None:
    """None once the code is too old to be worth anything."""
    if clock.now() - message.created_at >= CODE_LASTS:
        return None
    code, words = CODES[message.kind.partition(".")[2]], words_of(message)
    context = {"sentence": code.sentence % words, "code": message.payload["code"]}
    return Letter(code.subject % words, "emails/account_code", context)


def compose_notice(message: Message) -> Letter:
    notice, words = NOTICES[message.kind.partition(".")[2]], words_of(message)
    name, label = notice.button or ("account_reset_password", _("That was not me: choose a new password"))
    context = {
        "sentence": notice.sentence % words,
        "facts": where(message),
        "is_alarming": notice.is_alarming,
        "url": absolute(message.program, reverse(name)),
        "label": label,
    }
    return Letter(notice.subject % words, "emails/account_notice", context)


def where(message: Message) -> Sequence[tuple[str, str, str]]:
    """When, from where, with what: enough to know oneself by."""
    ip, browser = message.payload.get("ip"), message.payload.get("user_agent")
    if not ip:
        return ()
    at = clock.local_time(message.created_at, reader_of(message).zone)
    return (
        (_("When"), at, ""),
        (_("From"), ip, ""),
        *([(_("With"), browser_name(browser), "")] if browser else []),
    )


for name in CODES:
    mail_kind(f"accounts.{name}", category="account")(compose_code)
for name in NOTICES:
    mail_kind(f"accounts.{name}", category="account")(compose_notice)


@mail_kind("accounts.approved", category="account")
def compose_approval(message: Message) -> Letter | None:
    membership = Membership.objects.active().filter(user=message.user_id).first()
    if membership is None:
        return None
    words = {"program": message.program.name}
    context = {
        "sentence": _("Your application to %(program)s was accepted. Come in: your desk is ready.") % words,
        "url": absolute(message.program, reverse("venture")),
        "label": _("Begin"),
    }
    return Letter(_("You are in: welcome to %(program)s") % words, "emails/account_notice", context)
