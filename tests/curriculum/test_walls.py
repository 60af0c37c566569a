"""What stands before a lesson: tier, order, date; and what of them a coach, the team or having done it opens."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from curriculum.entries import Catalogue, LessonEntry, ModuleEntry
from curriculum.gates import Wall, is_complete, opening_instant, wall_before
from curriculum.learning.learner import EVERYTHING, Learner
from curriculum.learning.walls import told
from members.billing.entitlements import GIVES, Tier

BERLIN = ZoneInfo("Europe/Berlin")
JOINED = datetime(2026, 11, 26, 20, tzinfo=UTC)
NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)


def lesson(ref: int, module: str, **fields: object) -> LessonEntry:
    slug = f"lesson-{abs(ref)}"
    entry = LessonEntry(
        ref=ref, number=1, tier="free", minutes=5, url=f"/curriculum/{module}/{slug}/", slug=slug, title=slug.title(),
        summary="", teaser="", language="en", text_id=ref, digest="", module_slug=module, module_title=module.title(),
    )  # fmt: skip
    return replace(entry, **fields)  # type: ignore[arg-type]


def module(pk: int, slug: str, *lessons: LessonEntry, requires: tuple[str, ...] = ()) -> ModuleEntry:
    return ModuleEntry(
        pk=pk, slug=slug, position=pk, title=slug.title(), promise="", outcomes=(), note="", language="en",
        url=f"/curriculum/{slug}/", lessons=lessons, requires=requires,
    )  # fmt: skip


FIRST, SECOND = lesson(1, "asking"), lesson(2, "asking", tier="curriculum")
CURIOUS = lesson(3, "asking", is_optional=True)
SELL = lesson(4, "selling")
LATER = lesson(-5, "counting", opens_after_days=7)
PATH = Catalogue(
    (
        module(1, "asking", FIRST, SECOND, CURIOUS),
        module(2, "selling", SELL, requires=("asking",)),
        module(3, "counting", LATER),
    )
)
MEMBER = Learner(NOW, BERLIN, joined_at=JOINED)
VISITOR = Learner(NOW, BERLIN)


def wall(entry: LessonEntry, learner: Learner, everything: Catalogue = PATH) -> Wall | None:
    return wall_before(entry, everything, learner)


@pytest.mark.parametrize(
    ("tier", "order", "date", "is_team", "is_opened", "is_member"), list(product([True, False], repeat=6))
)
def test_wall_tells_the_first_of_tier_order_and_date_that_holds(
    tier: bool, order: bool, date: bool, is_team: bool, is_opened: bool, is_member: bool
) -> None:
    """All sixty-four: what holds, and who reads. The team has every tier; an opening is no tier."""
    entry = lesson(
        9, "later", tier="premium" if tier else "free", opens_after_days=7 if date else None,
    )  # fmt: skip
    everything = Catalogue((PATH.modules[0], module(9, "later", entry, requires=("asking",) if order else ())))
    learner = Learner(
        NOW,
        BERLIN,
        granted=GIVES[Tier.PREMIUM if is_team else Tier.FREE],
        joined_at=JOINED if is_member else None,
        is_team=is_team,
        opened=frozenset({9}) if is_opened else frozenset(),
    )
    found = wall(entry, learner, everything)
    if is_team or (is_opened and not tier) or not (tier or order or date):
        assert found is None
        return
    assert found is not None
    assert found.kind == ("tier" if tier else "order" if order else "date")
    assert (found.tier, bool(found.modules)) == (("premium", False) if tier else ("", order))


def test_positioning_opens_only_after_validation_is_complete_or_a_coach_opened_it() -> None:
    """P25, as a rule; the pages are tried in test_openings."""
    assert wall(SELL, MEMBER) == Wall(modules=(PATH.modules[0],))
    assert wall(SELL, replace(MEMBER, done=frozenset({1}))) is not None
    assert wall(SELL, replace(MEMBER, done=frozenset({1, 2}))) is None
    assert wall(SELL, replace(MEMBER, opened=frozenset({2}))) is None
    assert wall(SELL, replace(MEMBER, opened=frozenset({EVERYTHING}))) is None
    assert wall(SELL, replace(MEMBER, opened=frozenset({3}))) is not None


def test_optional_lesson_is_no_condition() -> None:
    assert is_complete(PATH.modules[0], replace(MEMBER, done=frozenset({1, 2})))
    assert not is_complete(PATH.modules[0], replace(MEMBER, done=frozenset({1, 3})))


def test_completed_module_stays_complete_when_a_lesson_is_added() -> None:
    longer = Catalogue((module(1, "asking", FIRST, SECOND, lesson(7, "asking")), *PATH.modules[1:]))
    done = replace(MEMBER, done=frozenset({1, 2}))
    assert wall(SELL, done, longer) is not None
    assert wall(SELL, replace(done, completed=frozenset({1})), longer) is None


def test_unknown_and_unwritten_modules_are_in_nobodys_way() -> None:
    everything = Catalogue((module(1, "empty"), module(2, "selling", SELL, requires=("empty", "gone"))))
    assert wall(SELL, MEMBER, everything) is None


def test_lesson_may_ask_for_lessons_first() -> None:
    second = lesson(8, "selling", requires=("selling/lesson-4", "gone/lesson"))
    everything = Catalogue((module(2, "selling", SELL, second),))
    assert wall(second, MEMBER, everything) == Wall(lessons=(SELL,))
    assert wall(second, replace(MEMBER, done=frozenset({4})), everything) is None


def test_lesson_one_has_done_stays_open_whatever_order_and_date_come_later() -> None:
    assert wall(SELL, replace(MEMBER, done=frozenset({4}))) is None
    assert wall(LATER, replace(MEMBER, done=frozenset({-5}))) is None
    assert wall(SECOND, replace(MEMBER, done=frozenset({2}))) == Wall(tier="curriculum")


def test_lesson_opens_at_nine_program_time_seven_days_after_enrolment() -> None:
    """P27. Whoever joined at 21:00 on Thursday in Berlin reads it on Thursday at 9:00, which is 8:00 UTC."""
    opens = datetime(2026, 12, 3, 9, tzinfo=BERLIN)
    assert wall(LATER, MEMBER) == Wall(opens_after_days=7, opens_at=opens)
    assert wall(LATER, replace(MEMBER, now=opens - timedelta(seconds=1))) is not None
    assert wall(LATER, replace(MEMBER, now=opens)) is None
    assert opens.astimezone(UTC) == datetime(2026, 12, 3, 8, tzinfo=UTC)


def test_day_of_joining_is_the_programs_day() -> None:
    """At 23:30 UTC it is Friday in Berlin already, and still Thursday in Los Angeles."""
    joined = datetime(2026, 11, 26, 23, 30, tzinfo=UTC)
    assert opening_instant(joined, 7, BERLIN).date().isoformat() == "2026-12-04"
    assert opening_instant(joined, 7, ZoneInfo("America/Los_Angeles")).date().isoformat() == "2026-12-03"


@pytest.mark.parametrize(
    ("joined", "utc_hour"), [("2026-03-24", 7), ("2026-10-20", 8), ("2026-03-20", 8), ("2026-10-15", 7)]
)
def test_nine_stays_nine_when_the_clocks_change(joined: str, utc_hour: int) -> None:
    """Berlin changes on 29 March and 25 October 2026."""
    opens = opening_instant(datetime.fromisoformat(f"{joined}T12:00:00+00:00"), 7, BERLIN)
    assert opens.hour == 9
    assert opens.astimezone(UTC).hour == utc_hour


def test_visitors_days_have_not_begun() -> None:
    assert wall(LATER, VISITOR) == Wall(opens_after_days=7)


def test_zero_days_open_at_once() -> None:
    entry = lesson(6, "counting", opens_after_days=0)
    assert wall(entry, VISITOR, Catalogue((module(3, "counting", entry),))) is None


def test_wall_in_words_says_how_far_one_is_and_where_to_go_on() -> None:
    learner = replace(MEMBER, done=frozenset({1, 3}), granted=GIVES[Tier.CURRICULUM])
    found = wall(SELL, learner)
    assert found is not None
    (before,) = told(found, PATH, learner).before
    assert (before.title, before.done, before.total, before.next_lesson) == ("Asking", 1, 2, SECOND)


def test_wall_in_words_leads_to_no_closed_lesson() -> None:
    learner = replace(MEMBER, done=frozenset({1}))
    found = wall(SELL, learner)
    assert found is not None
    assert told(found, PATH, learner).next_lesson is None
