"""Random names: keys of calls, and references that people write down."""

import secrets

CLEAR = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # Without letters and digits that are mistaken for each other.


def new_key() -> str:
    """Stored before the call it belongs to: asked twice, the payment service does it once."""
    return secrets.token_urlsafe(24)


def new_reference() -> str:
    """What somebody writes on a bank transfer."""
    return "FM-" + "".join(secrets.choice(CLEAR) for _place in range(8))
