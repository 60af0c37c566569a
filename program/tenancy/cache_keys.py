"""Cache keys carry the program, or say that they are global."""

from program.tenancy.scope import NoProgram, current_program_id

GLOBAL = "global:"
ACCOUNTS = "allauth"
"""Accounts are one for all programs, so tries are counted across all hosts, too."""


def program_key(key: str, key_prefix: str, version: int) -> str:
    """Django's KEY_FUNCTION for the shared cache."""
    if key.startswith((GLOBAL, ACCOUNTS)):
        return f"{key_prefix}:{version}:{key}"
    program_id = current_program_id()
    if program_id is None:
        raise NoProgram(f"The cache key {key!r} has no program and does not begin with {GLOBAL!r}.")
    return f"{key_prefix}:{version}:program:{program_id}:{key}"


def session_key(key: str, key_prefix: str, version: int) -> str:
    """Sessions belong to a browser on one host and are named by 160 random bits."""
    return f"{key_prefix}:{version}:global:session:{key}"
