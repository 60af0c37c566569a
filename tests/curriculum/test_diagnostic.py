"""P12: finishing it keeps answers and version, names patterns, and puts the module that plugs the gap first."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from curriculum.models import Completion, Intake, Module
from members.models import Membership
from program.tenancy.scope import program_scope
from tests.cast import Cast
from tests.curriculum.conftest import queries, words

pytestmark = pytest.mark.usefixtures("course")

VALIDATION, MARKET, RESULT = "/diagnostic/validation/", "/diagnostic/market/", "/diagnostic/result/"


def intakes(membership: Membership) -> list[Intake]:
    with program_scope(membership.program_id or 0):
        return list(Intake.objects.filter(membership=membership).order_by("pk"))


def answer(browser: Client, prospects: str, counted: str) -> None:
    browser.post(VALIDATION, {"prospects": prospects})
    assert browser.post(MARKET, {"counted": counted}).headers["Location"] == RESULT


def modules_in_order(browser: Client) -> list[str]:
    page = words(browser, "/curriculum/")
    return sorted(("Asking", "Selling", "Counting"), key=lambda title: page.index(f">{title}<"))


def test_finishing_keeps_answers_version_and_patterns(alice: Client, cast: Cast) -> None:
    answer(alice, "ten", "exact")
    (kept,) = intakes(cast.alice)
    assert kept.answers == {"prospects": "ten", "counted": "exact"}
    assert (kept.version, kept.patterns) == (3, ["no_validation"])


def test_gap_puts_the_module_that_plugs_it_first_and_says_why(alice: Client) -> None:
    assert modules_in_order(alice) == ["Asking", "Selling", "Counting"]
    answer(alice, "hundred", "no_idea")
    assert modules_in_order(alice) == ["Counting", "Asking", "Selling"]
    page = words(alice, RESULT)
    assert "Begin with Counting" in page
    assert "You do not know what came in." in page
    assert "Counting comes before deciding." in page


def test_no_validation_puts_the_validation_module_first_whatever_else_is_lacking(alice: Client) -> None:
    answer(alice, "none", "no_idea")
    assert modules_in_order(alice) == ["Asking", "Counting", "Selling"]
    page = words(alice, RESULT)
    assert page.index("Building before asking") < page.index("Not counting")


def test_no_gap_says_so_and_leaves_the_order(alice: Client, cast: Cast) -> None:
    answer(alice, "hundred", "exact")
    assert intakes(cast.alice)[0].patterns == []
    assert "No gap to plug first" in words(alice, RESULT)
    assert modules_in_order(alice) == ["Asking", "Selling", "Counting"]


def test_resume_lesson_follows_the_gap(alice: Client) -> None:
    answer(alice, "hundred", "no_idea")
    assert 'href="/curriculum/counting/count/"' in words(alice, "/desk/")


def test_unanswered_question_says_so_and_nothing_is_kept(alice: Client, cast: Cast) -> None:
    page = alice.post(VALIDATION, {}).content.decode()
    assert "Choose the answer that comes closest." in page
    assert intakes(cast.alice) == []


def test_made_up_answer_is_refused(alice: Client, cast: Cast) -> None:
    assert alice.post(VALIDATION, {"prospects": "a_million"}).status_code == 200
    assert intakes(cast.alice) == []


def test_last_heading_alone_leads_to_what_is_open(alice: Client, cast: Cast) -> None:
    assert alice.post(MARKET, {"counted": "exact"}).headers["Location"] == VALIDATION
    assert intakes(cast.alice) == []
    page = alice.get(MARKET).content.decode()
    assert '<input type="radio" name="counted" value="exact"' in page
    assert "checked" in page


def test_what_was_left_open_leads_straight_to_the_result(alice: Client, cast: Cast) -> None:
    """As was said when one was sent back; who answers all of it again walks through all of it."""
    alice.post(MARKET, {"counted": "exact"})
    assert alice.post(VALIDATION, {"prospects": "ten"}).headers["Location"] == RESULT
    assert intakes(cast.alice)[0].answers == {"prospects": "ten", "counted": "exact"}
    assert alice.post(VALIDATION, {"prospects": "none"}).headers["Location"] == MARKET


def test_double_click_and_back_button_keep_one_row(alice: Client, cast: Cast) -> None:
    answer(alice, "ten", "exact")
    answer(alice, "ten", "exact")
    assert len(intakes(cast.alice)) == 1


def test_answering_again_is_another_row_and_the_latest_counts(alice: Client, cast: Cast) -> None:
    with program_scope(cast.a.pk):
        Intake.objects.create(
            membership=cast.alice, version=2, answers={}, patterns=["no_counting"],
            finished_at=datetime.now(UTC) - timedelta(days=90),
        )  # fmt: skip
    assert "The questions have changed since you answered." in words(alice, RESULT)
    answer(alice, "none", "exact")
    assert len(intakes(cast.alice)) == 2
    assert "Begin with Asking" in words(alice, RESULT)
    assert "Earlier answers" in words(alice, RESULT)


def test_introduction_says_whether_one_is_half_way_or_begins_again(alice: Client) -> None:
    assert "> Begin </a>" in words(alice, "/diagnostic/")
    alice.post(VALIDATION, {"prospects": "ten"})
    page = words(alice, "/diagnostic/")
    assert f'href="{MARKET}"> Go on </a>' in page
    alice.post(MARKET, {"counted": "exact"})
    assert f'href="{VALIDATION}"> Answer again </a>' in words(alice, "/diagnostic/")


def test_result_without_answers_leads_to_the_beginning(alice: Client) -> None:
    assert alice.get(RESULT).headers["Location"] == "/diagnostic/"


def test_unknown_heading_is_404(alice: Client) -> None:
    assert alice.get("/diagnostic/astrology/").status_code == 404


def test_visitor_is_asked_to_sign_in(visitor: Client) -> None:
    assert visitor.get("/diagnostic/").headers["Location"].startswith("/accounts/login/")


def test_peers_and_other_programs_see_nothing_of_it(alice: Client, bob: Client, charlie: Client) -> None:
    answer(alice, "none", "no_idea")
    for other in (bob, charlie):
        assert other.get(RESULT).headers["Location"] == "/diagnostic/"
        assert modules_in_order(other) == ["Asking", "Selling", "Counting"]


def test_portuguese_member_answers_in_portuguese(alice: Client) -> None:
    alice.cookies["language"] = "pt-br"
    assert "Quantos possíveis clientes você conheceu?" in words(alice, VALIDATION)
    answer(alice, "none", "exact")
    assert "Construir antes de perguntar" in words(alice, RESULT)


def test_staff_see_answers_and_gaps(erin: Client, alice: Client, cast: Cast) -> None:
    answer(alice, "none", "exact")
    (kept,) = intakes(cast.alice)
    page = words(erin, f"/admin/curriculum/intake/{kept.pk}/change/")
    assert "How many prospects have you met?" in page
    assert "<strong>Nobody yet</strong>" in page
    assert "Building before asking" in words(erin, "/admin/curriculum/intake/")


def test_result_asks_as_much_at_thirty_sittings_as_at_one(alice: Client, cast: Cast) -> None:
    answer(alice, "none", "no_idea")
    at_one = queries(alice, RESULT)
    with program_scope(cast.a.pk):
        for days in range(30):
            Intake.objects.create(
                membership=cast.alice, version=3, answers={"prospects": "ten"}, patterns=["no_validation"],
                finished_at=datetime.now(UTC) - timedelta(days=days + 1),
            )  # fmt: skip
    assert queries(alice, RESULT) == at_one


def test_gap_whose_module_is_complete_is_no_longer_the_first(alice: Client, cast: Cast) -> None:
    answer(alice, "none", "no_idea")
    assert "Begin with Asking" in words(alice, RESULT)
    with program_scope(cast.a.pk):
        Completion.objects.create(
            membership=cast.alice, module=Module.objects.get(slug="asking"), name="Alice", lessons=2
        )
    assert "Begin with Counting" in words(alice, RESULT)
