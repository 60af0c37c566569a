"""What a person reads of a page: its texts, and the words that are heard or shown on pointing."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from django.test import Client

HEARD = ("aria-label", "title", "placeholder", "alt", "data-local")
SILENT = {"script", "style", "code", "cite", "svg"}
VOID = {"meta", "link", "br", "hr", "img", "input", "source", "wbr", "col", "area", "base", "embed", "track"}
NOT_FOLLOWED = re.compile(
    r"/(static|language|theme|zone|brand|dev|accounts/logout|admin/curriculum/\w+/\d+)/|\.ics|\.json"
)
ENGLISH = re.compile(r"(?<![\w-])(the|your|you|and|with|of|this|is|are|was|been|have)(?![\w-])", re.IGNORECASE)
"""Words that no Portuguese text has."""


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.links: list[str] = []
        self.language = ""
        self.skipped: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.links += [given["href"]] if tag == "a" and "href" in given else []
        if tag == "html":
            self.language = given.get("lang", "")
        if self.skipped or tag in SILENT or is_left_out(tag, given):
            if tag not in VOID:
                self.skipped.append(tag)
            return
        heard = [given[name] for name in HEARD if name in given]
        shown = [given["content"]] if given.get("name") == "description" else []
        pressed = [given.get("value", "")] if given.get("type") == "submit" and tag == "input" else []
        self.texts += [*heard, *shown, *pressed]

    def handle_endtag(self, tag: str) -> None:
        if self.skipped and tag == self.skipped[-1]:
            self.skipped.pop()

    def handle_data(self, data: str) -> None:
        if not self.skipped and data.strip():
            self.texts.append(" ".join(data.split()))


def is_left_out(tag: str, given: dict[str, str]) -> bool:
    """What says that it is Portuguese, as lessons do; the name of another language; cited authors; time zones."""
    says_so = tag != "html" and given.get("lang") == "pt-br"
    return says_so or "hreflang" in given or given.get("class") == "source-by" or tag == "optgroup"


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    return reader


def crawl(client: Client, *starts: str, most: int = 150) -> Iterator[tuple[str, Reader]]:
    """Every page that can be reached by links, each once."""
    waiting, seen = list(starts), set(starts)
    while waiting and len(seen) < most:
        path = waiting.pop(0)
        response = client.get(path, follow=True)
        if not response.headers.get("Content-Type", "").startswith("text/html"):
            continue
        reader = read(response.text)
        yield path, reader
        for link in reader.links:
            target = re.split(r"[?#]", link)[0]
            if target.startswith("/") and target not in seen and not NOT_FOLLOWED.search(target):
                seen.add(target)
                waiting.append(target)


def not_portuguese(reader: Reader, english: re.Pattern[str]) -> list[str]:
    return [text for text in reader.texts if english.fullmatch(text) or ENGLISH.search(text)]
