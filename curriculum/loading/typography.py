"""Plain text as a printer sets it."""

import html

from markdown_it import MarkdownIt

QUOTES = {"typographer": True, "quotes": "“”‘’"}
TYPOGRAPHY = ["replacements", "smartquotes"]

_plain = MarkdownIt("zero", QUOTES).enable(TYPOGRAPHY)


def typeset(words: str) -> str:
    """With its quotes and dots."""
    return html.unescape(_plain.renderInline(words)).strip().replace("'", "’")
