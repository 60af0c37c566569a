"""How often strangers may make us write to an address."""

from allauth.core import ratelimit
from django.http import HttpRequest


def may_write_to(request: HttpRequest, email: str) -> bool:
    """Counted across all programs and browsers; ACCOUNT_RATE_LIMITS says how often."""
    return bool(ratelimit.consume(request, action="guest_mail", key=email.strip().lower()))
