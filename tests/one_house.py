"""How tests are handed out to the workers."""

from xdist.scheduler import LoadFileScheduling

BROWSER = "tests/browser"


class OneHouse(LoadFileScheduling):
    """A file goes to one worker; so do all walks in a browser, for which a house is built that takes half a minute.

    The mark for this, `xdist_group`, has no effect with pytest 9.2 (pytest-xdist issue 1386).
    """

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        folder = file.rpartition("/")[0]
        return folder if folder == BROWSER else file
