"""The sandbox does not run where real customers are."""

from collections.abc import Mapping

FALSE = ("", "0", "f", "false", "n", "no", "off")
LIVE = ("sk_live_", "rk_live_")


def refuse(env: Mapping[str, str]) -> None:
    if found := reason(env):
        raise SystemExit(found)


def reason(env: Mapping[str, str]) -> str:
    """A deployment has links by https, which is what no LINK_SCHEME beside a SECRET_KEY comes to."""
    live = [name for name, value in env.items() if value.startswith(LIVE)]
    if live:
        return f"{live[0]}: a live key is set. The Stripe sandbox is for a machine of one's own."
    scheme = env.get("LINK_SCHEME") or ("https" if env.get("SECRET_KEY") else "http")
    if scheme.lower() != "http" and env.get("DEBUG", "").lower() in FALSE:
        return f"LINK_SCHEME: {scheme} without DEBUG is production. The Stripe sandbox does not run there."
    return ""
