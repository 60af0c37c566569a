"""The frame of every page."""

from html import escape
from typing import Any

from program.local.stripe.api import Answer

BANNER = "Sandbox: no money moves"
POLICY = "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'"
HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex",
}


def page(title: str, body: str, *, status: int = 200) -> Answer:
    html = f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{escape(title)} · {BANNER}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/sandbox.css">
</head>
<body>
<header class="banner"><strong>{BANNER}.</strong> This page stands in for Stripe on a developer's machine.</header>
<main>
{body}
</main>
</body>
</html>
"""
    return Answer(status, html, dict(HEADERS))


def redirect(url: str) -> Answer:
    return Answer(303, "", {"Location": url, "Content-Type": "text/html; charset=utf-8"})


def notice(text: str, kind: str = "error") -> str:
    return f'<p class="notice {kind}" role="alert">{escape(text)}</p>' if text else ""


def button(label: str, action: str, *, style: str = "", **hidden: Any) -> str:
    """A form of one button."""
    fields = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(str(value))}">' for name, value in hidden.items()
    )
    return (
        f'<form method="post" action="{escape(action)}" class="single">{fields}'
        f'<button class="{style}">{escape(label)}</button></form>'
    )


def gone(text: str, *, status: int = 404, link: str = "") -> Answer:
    back = f'<p><a href="{escape(link)}">Go back</a></p>' if link else ""
    body = f'<section class="sheet narrow"><h1>Nothing to do here</h1><p>{escape(text)}</p>{back}</section>'
    return page("Nothing to do here", body, status=status)
