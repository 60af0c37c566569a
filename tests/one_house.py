"""How tests are handed out to the workers."""

import pytest
from xdist.scheduler import LoadFileScheduling

BROWSER = "tests/browser"
LONGEST = (f"{BROWSER}/test_", "tests/local/test_chaos.py", "tests/local/test_bench.py")
"""These begin, so that no worker is left alone with one of them at the end."""


class OneHouse(LoadFileScheduling):
    """A file goes to one worker; so do all walks in a browser, for which a house is built that takes half a minute.

    The mark for this, `xdist_group`, has no effect with pytest 9.2 (pytest-xdist issue 1386).
    """

    def _split_scope(self, nodeid: str) -> str:
        return scope_of(nodeid)


def scope_of(nodeid: str) -> str:
    file = nodeid.partition("::")[0]
    folder = file.rpartition("/")[0]
    return folder if folder == BROWSER else file


def longest_first(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))
