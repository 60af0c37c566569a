"""Tests are handed out so that one house serves all walks in a browser."""

import pytest

from tests.one_house import scope_of


@pytest.mark.parametrize(
    ("test", "scope"),
    [
        ("tests/browser/test_by_hand.py::test_a[x/y::z]", "tests/browser"),
        ("tests/browser/test_worksheets.py::test_b", "tests/browser"),
        ("tests/browser/shop/test_buying.py::test_c", "tests/browser/shop/test_buying.py"),
        ("tests/members/test_codes.py::test_d", "tests/members/test_codes.py"),
    ],
)
def test_walks_in_a_browser_go_together_and_the_rest_by_file(test: str, scope: str) -> None:
    assert scope_of(test) == scope
