"""Markdown as a writer types it, HTML as a reader gets it."""

import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import nh3
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.token import Token

QUOTES = {"typographer": True, "quotes": "“”‘’"}
TYPOGRAPHY = ["replacements", "smartquotes"]
ALIGNED_RIGHT = "text-align:right"

_markdown = MarkdownIt("commonmark", {**QUOTES, "html": False}).enable(["table", *TYPOGRAPHY])
_plain = MarkdownIt("zero", QUOTES).enable(TYPOGRAPHY)

TAGS = set(
    "p h2 h3 h4 ul ol li strong em a blockquote code pre hr br table thead tbody tr th td div".split()  # noqa: SIM905
)
ATTRIBUTES = {
    "a": {"href", "title"},
    "h2": {"id"},
    "h3": {"id"},
    "h4": {"id"},
    "ol": {"start"},
    "th": {"class"},
    "td": {"class"},
    "div": {"class", "tabindex"},
}
SCHEMES = {"https", "http", "mailto"}
IDS_OF_THE_PAGE = ("content", "contents", "do-this", "mistakes", "sources", "done", "lessons")


@dataclass(frozen=True, slots=True)
class Rendered:
    html: str
    contents: list[list[str]]
    """Id and words of each second-level heading, in order."""


type Images = Callable[[str], dict[str, str | int] | None]
"""What an address that a writer gave a picture stands for: the attributes of its tag, or None."""

PICTURE = {"img": {"src", "alt", "width", "height", "loading"}}


def render(source: str, images: Images | None = None) -> Rendered:
    tokens = _markdown.parse(source)
    if images is not None:
        place_pictures(tokens, images)
    contents = [[slug, words] for level, slug, words in name_headings(tokens) if level == "h2"]
    tidy_tables(tokens)
    raw = _markdown.renderer.render(tokens, _markdown.options, {})
    tags, attributes = (TAGS, ATTRIBUTES) if images is None else (TAGS | PICTURE.keys(), ATTRIBUTES | PICTURE)
    return Rendered(nh3.clean(raw, tags=tags, attributes=attributes, url_schemes=SCHEMES), contents)


def place_pictures(tokens: Sequence[Token], images: Images) -> None:
    """A picture that is not known leaves its words."""
    for image in (child for token in tokens for child in token.children or [] if child.type == "image"):
        found = images(str(image.attrs["src"]))
        if found is None:
            image.type, image.tag, image.attrs = "text", "", {}
            continue
        image.attrs |= {**found, "loading": "lazy"}
        image.children = image.children or [Token("text", "", 0, content=str(found["alt"]))]


def typeset(words: str) -> str:
    """Plain text with the quotes and dots a printer would set."""
    return html.unescape(_plain.renderInline(words)).strip().replace("'", "’")


def name_headings(tokens: Sequence[Token]) -> list[tuple[str, str, str]]:
    """Gives each heading an id that is its own on the page; answers level, id and words."""
    named, seen = [], dict.fromkeys(IDS_OF_THE_PAGE, 1)
    for heading, inside in pairwise(tokens):
        if heading.type != "heading_open":
            continue
        words = "".join(child.content for child in inside.children or [])
        slug = slugify(words, allow_unicode=True) or "part"
        seen[slug] = seen.get(slug, 0) + 1
        slug = slug if seen[slug] == 1 else f"{slug}-{seen[slug]}"
        heading.attrSet("id", slug)
        named.append((heading.tag, slug, words))
    return named


def tidy_tables(tokens: list[Token]) -> None:
    """Wide tables scroll in a box that the keyboard reaches; figures align by class, for our pages allow no style."""
    for token in tokens:
        if token.attrs.pop("style", "") == ALIGNED_RIGHT:
            token.attrSet("class", "num")
    for place in range(len(tokens) - 1, -1, -1):
        if tokens[place].type == "table_close":
            tokens.insert(place + 1, Token("div_close", "div", -1, block=True))
        elif tokens[place].type == "table_open":
            box = Token("div_open", "div", 1, attrs={"class": "table-scroll", "tabindex": "0"}, block=True)
            tokens.insert(place, box)
