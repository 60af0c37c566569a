"""A browser without JavaScript: gets pages, sends their forms, follows nothing by itself."""

import re
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlsplit

import requests


@dataclass
class Page:
    status: int
    url: str
    html: str
    location: str

    @property
    def text(self) -> str:
        return unescape(re.sub(r"<[^>]+>", " ", self.html))


class Browser:
    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self.session = requests.Session()

    def get(self, url: str) -> Page:
        return self._page(self.session.get(self._whole(url), allow_redirects=False))

    def send(self, url: str, **fields: str) -> Page:
        return self._page(self.session.post(self._whole(url), data=fields, allow_redirects=False))

    def close(self) -> None:
        self.session.close()

    def _whole(self, url: str) -> str:
        parts = urlsplit(url)
        return self.base_url + parts.path + (f"?{parts.query}" if parts.query else "")

    def _page(self, found: requests.Response) -> Page:
        return Page(found.status_code, found.url, found.text, found.headers.get("Location", ""))
