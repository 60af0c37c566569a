"""What can be said by mail: each room registers its kinds in its own letters.py.

@mail_kind("roundtables.confirmation", category="roundtables")
def compose_confirmation(message: Message) -> Letter | None: ...
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from program.mail.models import Message

type Attachment = tuple[str, bytes | str, str]
"""File name, content, media type."""


@dataclass(frozen=True)
class Letter:
    """What one person is told: `template` names templates/emails/….mjml and .txt."""

    subject: str
    template: str
    context: dict[str, Any] = field(default_factory=dict)
    attachments: Sequence[Attachment] = ()


type Compose = Callable[["Message"], Letter | None]
"""Runs in the program's scope and the reader's language. None: what it would say no longer applies."""


@dataclass(frozen=True)
class Category:
    """What a person can switch off as a whole, and why they get it."""

    name: str
    label: Promise
    what: Promise
    why: Promise
    is_switchable: bool = True


CATEGORIES = {
    category.name: category
    for category in (
        Category(
            "account",
            _("Your account"),
            _("Sign-in codes, security, payments."),
            _("You get this mail because your e-mail address was used at %(program)s."),
            is_switchable=False,
        ),
        Category(
            "roundtables",
            _("Roundtables"),
            _("Confirmations, calendar files and reminders of the roundtables you registered for."),
            _("You get this mail because you registered for a roundtable of %(program)s."),
        ),
        Category(
            "recordings",
            _("Recordings"),
            _("A note when the recording of a roundtable you registered for can be watched."),
            _("You get this mail because you registered for a roundtable of %(program)s."),
        ),
        Category(
            "curriculum",
            _("Curriculum"),
            _("A note when a coach has given feedback on a worksheet of your venture."),
            _("You get this mail because a worksheet of your venture at %(program)s got feedback."),
        ),
        Category(
            "news",
            _("News"),
            _("What is new in the program, now and then."),
            _("You get this mail because you asked for news of %(program)s."),
        ),
    )
}


class UnknownKind(LookupError):
    """A message of a kind that no room registered."""


@dataclass(frozen=True)
class Kind:
    name: str
    category: Category
    compose: Compose


_kinds: dict[str, Kind] = {}


def mail_kind(name: str, *, category: str) -> Callable[[Compose], Compose]:
    """Registers the function that composes this kind of message."""

    def register(compose: Compose) -> Compose:
        _kinds[name] = Kind(name, CATEGORIES[category], compose)
        return compose

    return register


def kind_named(name: str) -> Kind:
    try:
        return _kinds[name]
    except KeyError:
        raise UnknownKind(f"No room registered the mail kind {name!r}.") from None


def names_in(category: str) -> list[str]:
    return [kind.name for kind in _kinds.values() if kind.category.name == category]
