from collections.abc import Iterator

import pytest

from tests.cast import Cast
from tests.isolation.canaries import Canaries, plant
from tests.isolation.owner import owner_connection

ONE_LESSON = """
WITH module AS (
  INSERT INTO curriculum_module (slug, position) VALUES ('canary', 90)
  ON CONFLICT (slug) DO UPDATE SET position = 90 RETURNING id
)
INSERT INTO curriculum_lesson (module_id, slug, position, tier, minutes)
SELECT id, 'canary', 1, 'free', 5 FROM module ON CONFLICT DO NOTHING
"""


@pytest.fixture
def shared_curriculum(db: None) -> None:
    """One module and one lesson, written by the owner as the loader does."""
    owner = owner_connection()
    with owner, owner.cursor() as cursor:
        cursor.execute(ONE_LESSON)
    owner.close()


@pytest.fixture
def in_b(cast: Cast, shared_curriculum: None) -> Canaries:
    """Charlie's program, full of its own words."""
    return plant(cast.b, cast.charlie, "quetzalcanary")


@pytest.fixture
def in_a(cast: Cast, shared_curriculum: None) -> Canaries:
    return plant(cast.a, cast.alice, "aurochscanary")


@pytest.fixture
def no_wall_around_ventures(transactional_db: None) -> Iterator[None]:
    """Row-level security taken away from one table, as the owner could by mistake."""
    owner = owner_connection()
    owner.autocommit = True
    owner.cursor().execute("ALTER TABLE members_venture DISABLE ROW LEVEL SECURITY")
    yield
    owner.cursor().execute("ALTER TABLE members_venture ENABLE ROW LEVEL SECURITY")
    owner.close()
