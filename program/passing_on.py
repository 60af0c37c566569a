"""Where people pass a page on: links to mail and to networks, without any script of theirs."""

from urllib.parse import quote, urlencode


class PassedOn:
    """Of a page with an address, a title, and the words that go along; what `components/share.html` shows."""

    @property
    def page_url(self) -> str:
        raise NotImplementedError

    @property
    def title(self) -> str:
        raise NotImplementedError

    @property
    def words(self) -> str:
        return f"{self.title}\n{self.page_url}"

    @property
    def mail_url(self) -> str:
        return f"mailto:?{named(subject=self.title, body=self.words)}"

    @property
    def linkedin_url(self) -> str:
        return f"https://www.linkedin.com/sharing/share-offsite/?{named(url=self.page_url)}"

    @property
    def whatsapp_url(self) -> str:
        return f"https://wa.me/?{named(text=self.words)}"


def named(**values: str) -> str:
    """As mail programs read it, too: a blank is %20 there."""
    return urlencode(values, quote_via=quote)
