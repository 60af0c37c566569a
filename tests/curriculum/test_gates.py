"""The words of a lesson above one's tier never leave the server."""

from itertools import product

import pytest
from django.test import Client

from members.billing.entitlements import GIVES, LESSONS, Tier, opens
from tests.cast import Cast, make_member
from tests.conftest import HOST_A, browser_of

pytestmark = pytest.mark.usefixtures("lessons")

GATED, PREMIUM = "/curriculum/asking/for-curriculum/", "/curriculum/asking/for-premium/"
WORDS = ("zanzibar", "okapi", "quoll", "axolotl", "ibex")
HEADERS: tuple[dict[str, str], ...] = (
    {},
    {"HX-Request": "true"},
    {"HX-Request": "true", "HX-Target": "content"},
    {"Accept": "application/json"},
    {"Accept": "text/markdown"},
    {"Purpose": "prefetch"},
)
QUERIES = ("", "?print=1", "?format=json", "?preview=1", "?tier=premium", "?partial=body")


def everything_said(browser: Client) -> str:
    """Every answer of the room to this browser: bodies, headers and where it is sent."""
    pages = ["/curriculum/", "/curriculum/asking/", "/curriculum/later/", "/premium/"]
    lessons = [f"/curriculum/asking/{slug}/" for slug in ("open-to-all", "for-curriculum", "for-premium")]
    said = []
    for url, query, headers in product([*pages, *lessons], QUERIES, HEADERS):
        answer = browser.get(url + query, headers=headers)
        assert answer.status_code == 200
        said.append(f"{answer.headers}{answer.content.decode()}")
    for url in lessons:
        said.append(str(browser.head(url).headers))
        for data in ({"done": "yes"}, {"done": "no"}):
            answer = browser.post(f"{url}done/", data)
            said.append(f"{answer.headers}{answer.content.decode()}")
        for answer in (browser.get(f"{url}quiz/?answered=yes"), browser.post(f"{url}quiz/", {"answered": "yes"})):
            said.append(f"{answer.headers}{answer.content.decode()}")
    return "\n".join(said)


def leaked(said: str, suffix: str) -> list[str]:
    return [word + suffix for word in WORDS if word + suffix in said]


@pytest.mark.parametrize("who", ["visitor", "alice"])
def test_gated_words_never_reach_those_below_the_tier(who: str, request: pytest.FixtureRequest) -> None:
    said = everything_said(request.getfixturevalue(who))
    assert leaked(said, "canary") == []
    assert leaked(said, "premiumcanary") == []
    assert "The teaser of the second lesson." in said
    assert "herring" in said


def test_curriculum_tier_opens_its_lessons_and_no_more(reader: Client) -> None:
    said = everything_said(reader)
    assert leaked(said, "canary") == [f"{word}canary" for word in WORDS]
    assert leaked(said, "premiumcanary") == []


@pytest.mark.parametrize("who", ["premium", "erin"])
def test_premium_tier_and_the_team_read_everything(who: str, request: pytest.FixtureRequest) -> None:
    said = everything_said(request.getfixturevalue(who))
    assert leaked(said, "premiumcanary") == [f"{word}premiumcanary" for word in WORDS]


def test_pending_member_reads_what_a_visitor_reads(cast: Cast) -> None:
    pending = make_member(cast.a, "Petra", role="coach", state="pending")
    assert leaked(everything_said(browser_of(pending, HOST_A)), "canary") == []


def test_wall_asks_visitors_to_join_and_comes_back(visitor: Client) -> None:
    page = visitor.get(GATED).content.decode()
    assert "This lesson opens with the curriculum tier" in page
    assert "/accounts/signup/?next=/curriculum/asking/for-curriculum/" in page
    assert 'href="/premium/"' in page
    assert "Open to all" in page


def test_wall_offers_no_sign_up_where_one_is_invited(visitor: Client, cast: Cast) -> None:
    from program.tenancy.hosts import forget_hosts
    from program.tenancy.scope import program_scope

    cast.a.signup_policy = "invite"
    with program_scope(cast.a.pk):
        cast.a.save(update_fields=["signup_policy"])
    forget_hosts()
    assert "Join free" not in visitor.get(GATED).content.decode()


def test_wall_leads_people_of_another_program_to_join_this_one(cast: Cast) -> None:
    page = browser_of(cast.charlie, HOST_A).get(GATED).content.decode()
    assert 'href="/join/"' in page
    assert "/accounts/signup/?next" not in page


def test_wall_tells_those_who_wait_that_they_wait(cast: Cast) -> None:
    pending = make_member(cast.a, "Petra", state="pending")
    assert "waiting for approval" in browser_of(pending, HOST_A).get(GATED).content.decode()


def test_wall_tells_members_what_opens_it(alice: Client, reader: Client) -> None:
    assert "You are on the free tier." in alice.get(GATED).content.decode()
    assert "You are on the curriculum tier." in reader.get(PREMIUM).content.decode()
    assert 'href="/premium/"' in reader.get(PREMIUM).content.decode()


def test_module_shows_locks_and_open_lessons(reader: Client) -> None:
    page = reader.get("/curriculum/asking/").content.decode()
    assert page.count("is-locked") == 1
    assert page.count("Not yet done") == 2


@pytest.mark.parametrize(
    ("lesson", "member", "is_open"),
    [
        ("free", "free", True), ("free", "curriculum", True), ("free", "premium", True),
        ("curriculum", "free", False), ("curriculum", "curriculum", True), ("curriculum", "premium", True),
        ("premium", "free", False), ("premium", "curriculum", False), ("premium", "premium", True),
    ],
)  # fmt: skip
def test_lesson_opens_to_what_its_tier_gives(lesson: str, member: str, is_open: bool) -> None:
    assert opens(LESSONS[Tier(lesson)], GIVES[Tier(member)]) is is_open
