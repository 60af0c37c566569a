"""Errors in Stripe's shape."""

from typing import Any

from program.local.stripe.objects import Object


class StripeError(Exception):
    """`keep` tells that what happened before it stays: a declined card leaves its charge behind."""

    def __init__(self, status: int, kind: str, message: str, *, keep: bool = False, **fields: Any) -> None:
        super().__init__(message)
        self.status = status
        self.keep = keep
        self.error: Object = {name: value for name, value in fields.items() if value is not None}
        self.error |= {"message": message, "type": kind}
        if code := fields.get("code"):
            self.error["doc_url"] = f"https://stripe.com/docs/error-codes/{code.replace('_', '-')}"


def invalid(message: str, param: str | None = None, code: str | None = None) -> StripeError:
    return StripeError(400, "invalid_request_error", message, param=param, code=code)


def missing(param: str) -> StripeError:
    return invalid(f"Missing required param: {param}.", param, "parameter_missing")


def unknown(param: str) -> StripeError:
    return invalid(f"Received unknown parameter: {param}", param, "parameter_unknown")


def no_such(kind: str, object_id: str, param: str, status: int = 400) -> StripeError:
    said = kind if kind == "checkout.session" else kind.rpartition(".")[2]
    message = f"No such {said}: '{object_id}'"
    return StripeError(status, "invalid_request_error", message, param=param, code="resource_missing")


def unauthorized(message: str) -> StripeError:
    return StripeError(401, "invalid_request_error", message)


def card_error(
    code: str, message: str, decline_code: str | None = None, *, keep: bool = False, **more: Any
) -> StripeError:
    return StripeError(402, "card_error", message, keep=keep, code=code, decline_code=decline_code, **more)


def unrecognized(method: str, path: str) -> StripeError:
    message = (
        f"Unrecognized request URL ({method}: {path}). If you are trying to list objects, remove the trailing slash."
    )
    return StripeError(404, "invalid_request_error", message)


def rate_limited() -> StripeError:
    message = "Request rate limit exceeded. Learn more about rate limits here https://stripe.com/docs/rate-limits."
    return StripeError(429, "invalid_request_error", message, code="rate_limit")


def broken() -> StripeError:
    return StripeError(500, "api_error", "An unknown error occurred.")
