"""A letter made into a mail: MJML to HTML, plain text beside it, headers that mail clients act on."""

import email.policy
from email.utils import formataddr, parseaddr
from functools import lru_cache
from re import sub
from typing import Any

import mrml
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import Context, engines
from django.utils.translation import get_language_bidi

from program.brand import dark_palette, light_palette
from program.mail import header_lines
from program.mail.kinds import Category, Letter, kind_named
from program.mail.links import absolute
from program.mail.message_ids import message_id
from program.mail.models import Message
from program.mail.readers import Reader
from program.mail.unsubscribing import preferences_path, unsubscribe_path
from program.models import Program

OPTIONS = mrml.RenderOptions(fonts={})


class Mail(EmailMultiAlternatives):
    """A mail that knows whose it is, for the mailbox of the development server."""

    program_id: int

    def message(self, *, policy: Any = email.policy.default) -> Any:
        return super().message(policy=policy.clone(header_factory=header_lines.REGISTRY))


light = lru_cache(maxsize=1024)(light_palette)
dark = lru_cache(maxsize=1024)(dark_palette)


def render(letter: Letter, message: Message, reader: Reader) -> Mail:
    """In the reader's language, which the caller has switched to."""
    context = shell(letter, message, reader)
    mail = Mail(
        subject=" ".join(letter.subject.split()),
        body=plain(fill(f"{letter.template}.txt", context, escape=False)),
        from_email=settings.MAIL_BOUNCES or sender(message.program),
        to=[message.address],
        attachments=list(letter.attachments),
        headers=headers(message),
    )
    mail.attach_alternative(mrml.to_html(fill(f"{letter.template}.mjml", context), None, OPTIONS).content, "text/html")
    for _, content, media_type in letter.attachments:
        if media_type.startswith("text/calendar"):  # Outlook asks only about an invitation beside the words.
            mail.attach_alternative(content, media_type)
    mail.program_id = message.program_id or 0
    return mail


def fill(template: str, context: dict[str, Any], *, escape: bool = True) -> str:
    django: Any = engines["django"]
    return str(django.engine.get_template(template).render(Context(context, autoescape=escape)))


def plain(text: str) -> str:
    """Without the gaps that template tags leave behind."""
    lines = "\n".join(line.rstrip() for line in text.splitlines())
    return sub(r"\n{3,}", "\n\n", lines).strip() + "\n"


def shell(letter: Letter, message: Message, reader: Reader) -> dict[str, Any]:
    """What the base templates need, with the letter's own words on top."""
    program, category = message.program, kind_named(message.kind).category
    is_rtl = get_language_bidi()
    return {
        "subject": letter.subject,
        "program": program,
        "reader": reader,
        "zone": reader.zone,
        "direction": "rtl" if is_rtl else "ltr",
        "start": "right" if is_rtl else "left",
        "light": light(program.accent),
        "dark": dark(program.accent),
        "home_url": absolute(program, "/"),
        "logo_url": logo_url(program),
        "why": category.why % {"program": program.name},
        **ways_out(message, category),
        **letter.context,
    }


def ways_out(message: Message, category: Category) -> dict[str, str]:
    if not category.is_switchable:
        return {"unsubscribe_url": "", "preferences_url": ""}
    return {
        "unsubscribe_url": unsubscribe_url(message),
        "preferences_url": absolute(message.program, preferences_path(message.program, message.address)),
    }


def logo_url(program: Program) -> str:
    return absolute(program, program.logo_url) if program.logo_url else ""


def unsubscribe_url(message: Message) -> str:
    category = kind_named(message.kind).category.name
    return absolute(message.program, unsubscribe_path(message.program, message.address, category))


def sender(program: Program) -> str:
    address = program.mail_from or parseaddr(settings.MAIL_FROM)[1]
    return formataddr((" ".join(program.name.split()), address))


def headers(message: Message) -> dict[str, str]:
    found = {
        "From": sender(message.program),  # The mail's own sender is where it comes back to, if that is set.
        "Message-ID": message_id(message),
        "Auto-Submitted": "auto-generated",
    }
    if kind_named(message.kind).category.is_switchable:
        found["List-Unsubscribe"] = f"<{unsubscribe_url(message)}>"
        found["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return found
