"""Static files under their hashed names, each looked up once."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class RememberingStaticFiles(CompressedManifestStaticFilesStorage):
    """The manifest does not change while a process lives, and a page names some twenty files."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.known_urls: dict[str, str] = {}

    def url(self, name: str, force: bool = False) -> str:
        found = self.known_urls.get(name)
        if found is None:
            found = self.known_urls[name] = str(super().url(name, force))
        return found
