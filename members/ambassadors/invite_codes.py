"""Codes that can be read out on the telephone: no letters that look or sound like others."""

import secrets

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
LENGTH = 10


def new_code() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
