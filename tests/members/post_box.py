"""What the outbox holds for somebody, as the tests ask for it."""

import re

from django.core.cache import cache

from program.mail.models import Message
from program.models import Program
from program.tenancy.scope import program_scope


def mail_to(program: Program, address: str) -> list[Message]:
    with program_scope(program.pk):
        return list(Message.objects.filter(address=address).select_related("program").order_by("pk"))


def kinds_to(program: Program, address: str) -> list[str]:
    return [message.kind for message in mail_to(program, address)]


def code_for(program: Program, address: str) -> str:
    """The newest six digits."""
    code = str(mail_to(program, address)[-1].payload["code"])
    assert re.fullmatch(r"\d{6}", code)
    return code


def another(code: str) -> str:
    """Six digits that are not these."""
    return f"{(int(code) + 1) % 1_000_000:06d}"


def forget_tries() -> None:
    """As if the ten seconds between two codes, or the minutes after many tries, were over."""
    client = cache._cache.get_client()  # type: ignore[attr-defined]
    for key in client.scan_iter(f"{cache.key_prefix}:*allauth*"):
        client.delete(key)
