"""Absolute addresses on a program's own host."""

from program.models import Program
from program.tenancy.hosts import address_of


def primary_host(program: Program) -> str:
    """The host links use; asked once per loaded program."""
    found = program.__dict__.get("_primary_host")
    if found is None:
        found = program.hosts.order_by("-is_primary", "host").values_list("host", flat=True).first()
        if found is None:
            raise LookupError(f"Program {program.slug} has no host to link to.")
        program.__dict__["_primary_host"] = found
    return str(found)


def absolute(program: Program, path: str) -> str:
    """`path` on the program's primary host, like https://example.org/desk/."""
    return address_of(primary_host(program), path)
