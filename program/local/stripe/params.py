"""Which parameters a call takes, and how each is read from its text."""

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from program.local.stripe.currencies import CURRENCIES
from program.local.stripe.errors import invalid, missing, unknown
from program.local.stripe.objects import Object

type Reader = Callable[[str, Any], Any]
type Spec = Mapping[str, Reader]


def text(name: str, raw: Any) -> str:
    if not isinstance(raw, str):
        raise invalid(f"Invalid string: {raw}", name)
    if not raw:
        raise invalid(
            f"You passed an empty string for '{name}'. We assume empty values are an attempt to unset a parameter; "
            f"however '{name}' cannot be unset. You should remove '{name}' from your request or supply a non-empty "
            "value.",
            name,
            "parameter_invalid_empty",
        )
    if len(raw) > 5000:
        raise invalid(f"Invalid string: {raw[:8]}...; must be at most 5000 characters", name)
    return raw


def optional(reader: Reader) -> Reader:
    """An empty text takes the value away."""
    return lambda name, raw: None if raw == "" else reader(name, raw)


def whole(name: str, raw: Any) -> int:
    try:
        return int(raw)
    except (TypeError, ValueError):
        raise invalid(f"Invalid integer: {raw}", name, "parameter_invalid_integer") from None


def amount(name: str, raw: Any) -> int:
    found = whole(name, raw)
    if found < 0:
        raise invalid("Invalid non-negative integer", name, "parameter_invalid_integer")
    return found


def number(name: str, raw: Any) -> Decimal:
    try:
        return Decimal(raw)
    except (InvalidOperation, TypeError, ValueError):
        raise invalid(f"Invalid decimal: {raw}", name, "parameter_invalid_string") from None


def flag(name: str, raw: Any) -> bool:
    if raw not in ("true", "false"):
        raise invalid(f"Invalid boolean: {raw}", name)
    return bool(raw == "true")


def currency(name: str, raw: Any) -> str:
    code = text(name, raw).lower()
    if code not in CURRENCIES:
        listed = ", ".join(sorted(CURRENCIES))
        raise invalid(f"Invalid currency: {code}. Stripe currently supports these currencies: {listed}", name)
    return code


def choice(*allowed: str) -> Reader:
    def read(name: str, raw: Any) -> str:
        if raw not in allowed:
            one_of = " or ".join((", ".join(allowed[:-1]), allowed[-1]) if len(allowed) > 1 else allowed)
            raise invalid(f"Invalid {name}: must be one of {one_of}", name)
        return str(raw)

    return read


def either(word: str, reader: Reader) -> Reader:
    """A word, such as `now`, or what the reader reads."""
    return lambda name, raw: raw if raw == word else reader(name, raw)


def metadata(name: str, raw: Any) -> Object | None:
    """None takes all away; an empty text in a key takes that key away."""
    if raw == "":
        return None
    if not isinstance(raw, dict):
        raise invalid("Invalid hash", name)
    for key, value in raw.items():
        if len(key) > 40 or not isinstance(value, str) or len(value) > 500:
            raise invalid(f"Metadata keys have at most 40 characters and values at most 500: {key}", f"{name}[{key}]")
    return dict(raw)


def list_of(reader: Reader) -> Reader:
    def read(name: str, raw: Any) -> list[Any]:
        if raw == "":
            return []
        if not isinstance(raw, list):
            raise invalid("Invalid array", name)
        return [reader(f"{name}[{place}]", one) for place, one in enumerate(raw)]

    return read


def fields(spec: Spec, *, required: tuple[str, ...] = ()) -> Reader:
    def read(name: str, raw: Any) -> Object:
        if not isinstance(raw, dict):
            raise invalid("Invalid object", name)
        for one in required:
            if one not in raw:
                raise missing(f"{name}[{one}]")
        return {key: _known(spec, key, f"{name}[{key}]")(f"{name}[{key}]", value) for key, value in raw.items()}

    return read


def map_of(reader: Reader) -> Reader:
    def read(name: str, raw: Any) -> Object:
        if not isinstance(raw, dict):
            raise invalid("Invalid object", name)
        return {key: reader(f"{name}[{key}]", value) for key, value in raw.items()}

    return read


def read_all(spec: Spec, raw: Mapping[str, Any], required: tuple[str, ...] = ()) -> Object:
    for name in raw:
        _known(spec, name, name)
    for name in required:
        if name not in raw:
            raise missing(name)
    return {name: spec[name](name, value) for name, value in raw.items()}


def _known(spec: Spec, key: str, name: str) -> Reader:
    if key not in spec:
        raise unknown(name)
    return spec[key]


ADDRESS = fields({part: optional(text) for part in ("city", "country", "line1", "line2", "postal_code", "state")})
PAGE: Spec = {"limit": whole, "starting_after": text, "ending_before": text}


def moment_or_range(name: str, raw: Any) -> Any:
    if isinstance(raw, str):
        return whole(name, raw)
    return fields(dict.fromkeys(("gt", "gte", "lt", "lte"), whole))(name, raw)


RANGE = moment_or_range
