"""Markdown as a writer types it, HTML as a reader gets it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain, count, pairwise
from uuid import uuid4

import nh3
from django.utils.text import slugify
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.token import Token

from curriculum.figures.drawing import drawn
from curriculum.figures.reading import read_figure
from curriculum.loading.typography import QUOTES, TYPOGRAPHY

ALIGNED_RIGHT = "text-align:right"

_markdown = MarkdownIt("commonmark", {**QUOTES, "html": False}).enable(["table", *TYPOGRAPHY])

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
IDS_OF_THE_PAGE = (
    *("content", "contents", "lessons", "do-this", "mistakes", "sources", "done"),
    *("quiz", "quiz-title", "questions", "questions-title", "worksheet", "autosave"),
)


@dataclass(frozen=True, slots=True)
class Rendered:
    html: str
    contents: list[list[str]]
    """Id and words of each second-level heading, in order."""

    complaints: list[str]
    """What is wrong with its figures and headings."""


type Images = Callable[[str], dict[str, str | int] | None]
"""What an address that a writer gave a picture stands for: the attributes of its tag, or None."""

PICTURE = {"img": {"src", "alt", "width", "height", "loading"}}


def render(source: str, language: str = "en", images: Images | None = None) -> Rendered:
    tokens = _markdown.parse(source)
    figures, complaints = take_figures(tokens, language)
    if images is not None:
        place_pictures(tokens, images)
    headings = name_headings(tokens)
    if any(level == "h1" for level, _slug, _words in headings):
        complaints.append(_("a heading of the first level is the page's own: begin with ##"))
    tidy_tables(tokens)
    clean = cleaned(_markdown.renderer.render(tokens, _markdown.options, {}), has_pictures=images is not None)
    for place, figure in figures.items():
        clean = clean.replace(f"<p>{place}</p>", figure)
    return Rendered(clean, [[slug, words] for level, slug, words in headings if level == "h2"], complaints)


def cleaned(raw: str, *, has_pictures: bool) -> str:
    tags, attributes = (TAGS | PICTURE.keys(), ATTRIBUTES | PICTURE) if has_pictures else (TAGS, ATTRIBUTES)
    return nh3.clean(raw, tags=tags, attributes=attributes, url_schemes=SCHEMES)


def place_pictures(tokens: Sequence[Token], images: Images) -> None:
    """A picture that is not known leaves its words."""
    for image in (child for token in tokens for child in token.children or [] if child.type == "image"):
        found = images(str(image.attrs["src"]))
        if found is None:
            image.type, image.tag, image.attrs = "text", "", {}
            continue
        image.attrs |= {**found, "loading": "lazy"}
        image.children = image.children or [Token("text", "", 0, content=str(found["alt"]))]


def take_figures(tokens: list[Token], language: str) -> tuple[dict[str, str], list[str]]:
    """Puts a name nobody can guess where each figure stands; ours are drawn and need no cleaning."""
    figures: dict[str, str] = {}
    complaints: list[str] = []
    for token in tokens:
        if token.type != "fence" or token.info.strip() != "figure":
            continue
        place = uuid4().hex
        figure = read_figure(token.content, f"figure {len(figures) + 1}", complaints)
        figures[place] = drawn(figure, language) if figure else ""
        token.type, token.content = "html_block", f"<p>{place}</p>\n"
    return figures, complaints


def name_headings(tokens: Sequence[Token]) -> list[tuple[str, str, str]]:
    """Gives each heading an id that is its own on the page; answers level, id and words."""
    named, taken = [], set(IDS_OF_THE_PAGE)
    for heading, inside in pairwise(tokens):
        if heading.type != "heading_open":
            continue
        words = "".join(child.content for child in inside.children or [])
        plain = slugify(words, allow_unicode=True) or "part"
        slug = next(name for name in chain([plain], (f"{plain}-{n}" for n in count(2))) if name not in taken)
        taken.add(slug)
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
