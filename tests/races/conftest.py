import pytest

from tests.cast import Cast, make_cast
from tests.conftest import HOST_A, HOST_B


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """The same people, in rows that other connections see."""
    return make_cast(HOST_A, HOST_B)
