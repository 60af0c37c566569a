"""Which program a host name belongs to, remembered for a few seconds in this process."""

import time

from django.conf import settings

from program.models import Program, ProgramHost

REMEMBERED_SECONDS = 10.0

_remembered: dict[str, tuple[float, Program | None]] = {}


def host_name(raw_host: str) -> str:
    """The lower-case name without its port; IPv6 literals stay in their brackets."""
    host = raw_host.strip().lower()
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.partition(":")[0].rstrip(".")


def address_of(host: str, path: str) -> str:
    """`path` on one of our hosts, like https://example.org/desk/."""
    port = f":{settings.LINK_PORT}" if settings.LINK_PORT else ""
    return f"{settings.LINK_SCHEME}://{host}{port}{path}"


def program_of(host: str) -> Program | None:
    known = _remembered.get(host)
    if known and known[0] > time.monotonic():
        return known[1]
    found = ProgramHost.objects.select_related("program").filter(host=host).first()
    program = found.program if found else None
    if len(_remembered) > 10_000:  # Made-up host names must not fill the memory.
        _remembered.clear()
    _remembered[host] = (time.monotonic() + REMEMBERED_SECONDS, program)
    return program


def served_hosts() -> list[str]:
    """The primary hosts, for the page that a wrong host gets."""
    return list(ProgramHost.objects.filter(is_primary=True).order_by("host").values_list("host", flat=True)[:20])


def forget_hosts() -> None:
    _remembered.clear()
