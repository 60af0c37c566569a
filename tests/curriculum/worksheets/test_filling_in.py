"""Filling in a worksheet: kinds of fields, languages, and what is kept of what cannot be read."""

import pytest
from django.test import Client

from curriculum.models import WorksheetVersion
from members.models import Venture
from program.models import Program
from program.tenancy.scope import platform_scope, program_scope
from tests.cast import Cast
from tests.curriculum.worksheets.browsing import FULL, LESSON, URL, Sheets, Tab, queries, read, told, write_versions


def test_fields_are_as_the_lesson_defines_them(alices: Sheets) -> None:
    page = alices.page()
    for said in (
        "Five sentences",
        "One page, tonight.",
        "Who is it for?",
        "In their words.",
        "Clinics with two chairs",
    ):
        assert said in page
    assert '<textarea name="a-pain"' in page
    assert 'type="date" name="a-decided_on"' in page
    assert '<select name="a-decision"' in page
    assert 'type="checkbox" name="a-signed"' in page
    assert page.count("needed</span>") == 2
    assert "USD" in page


def test_saved_answers_are_there_again_and_shared_by_the_founders(alices: Sheets, bobs: Sheets) -> None:
    assert "Saved as version 1." in alices.save(who="Clinics", pain="Empty chairs\nevery day", signed="on")
    page = bobs.page()
    assert 'value="Clinics"' in page
    assert "Empty chairs every day" in page
    assert "Version 1" in page
    assert "Alice" in page
    assert "checked" in page


@pytest.mark.parametrize(
    ("language", "typed", "kept", "shown"),
    [
        ("en", "1,234.56", "1234.56", "1,234.56"),
        ("en", "$12,480", "12480", "12,480"),
        ("pt-br", "1.234,56", "1234.56", "1.234,56"),
        ("pt-br", "US$ 1.234", "1234", "1.234"),
        ("pt-br", "-0,5", "-0.5", "-0,5"),
    ],
)
def test_money_is_read_in_the_readers_language(
    alices: Sheets, language: str, typed: str, kept: str, shown: str
) -> None:
    alices.browser.cookies["language"] = language
    page = alices.save(price=typed)
    assert alices.answers() == {"price": kept}
    assert f'value="{shown}"' in page


def test_number_written_in_one_language_is_shown_in_another(alices: Sheets, bobs: Sheets) -> None:
    bobs.browser.cookies["language"] = "pt-br"
    alices.save(price="1,234.50", share="12.5%")
    page = bobs.page()
    assert 'value="1.234,50"' in page or 'value="1.234,5"' in page
    assert 'value="12,5"' in page


@pytest.mark.parametrize(
    ("language", "typed"),
    [("en", "about five"), ("en", "1.234,56"), ("pt-br", "1,234.56"), ("en", "1e9"), ("en", "NaN")],
)
def test_wrong_number_keeps_what_was_typed_with_a_sentence_beside_it(
    alices: Sheets, language: str, typed: str
) -> None:
    alices.browser.cookies["language"] = language
    alices.save(who="Clinics", calls=typed)
    assert alices.answers() == {"who": "Clinics", "calls": {"typed": typed}}
    page = alices.page()
    assert f'value="{typed}"' in page
    assert ("Write it like 1,234.5." if language == "en" else "1.234,5") in page


def test_wrong_number_is_kept_as_typed_by_the_autosave(alices: Sheets) -> None:
    said = alices.open().autosave(calls="about five")
    assert said["answers"]["a-calls"] == "about five"
    assert "Write it like" in said["complaints"]["a-calls"]
    assert 'value="about five"' in alices.page()


def test_wrong_date_stays_too(alices: Sheets) -> None:
    alices.save(decided_on="last Tuesday")
    page = alices.page()
    assert 'type="text" name="a-decided_on" value="last Tuesday"' in page
    assert "Write it like 2026-11-26." in page


def test_needed_counts_for_complete_and_never_blocks_saving(alices: Sheets) -> None:
    assert "Empty" in read(alices.page())
    assert "1 of 8 filled in" in read(alices.save(pain="Empty chairs"))
    page = read(alices.save(**FULL))
    assert "Complete" in page
    assert "3 of 8 filled in" in page


def test_nothing_typed_makes_no_version(alices: Sheets) -> None:
    assert "There was nothing to save yet." in alices.save()
    assert alices.versions() == []


def test_answers_are_shown_as_text(alices: Sheets) -> None:
    page = alices.save(who='"><script>alert(1)</script>', pain="</textarea><b>x")
    assert "<script>alert" not in page
    assert "</textarea><b>x" not in page


def test_strange_signs_are_kept_and_break_nothing(alices: Sheets) -> None:
    alices.save(who="nul\x00here", pain="日本語 😀 مرحبا" * 100)
    assert alices.answers()["who"] == "nulhere"
    assert alices.answers()["pain"].endswith("مرحبا")


def test_too_long_an_answer_is_kept_whole_and_says_so(alices: Sheets) -> None:
    page = alices.save(who="x" * 501)
    assert "at most 500 characters" in page
    assert alices.answers()["who"] == {"typed": "x" * 501}
    assert "x" * 501 in alices.page()


def test_too_long_a_text_is_the_same_however_its_lines_are_sent(alices: Sheets) -> None:
    alices.open().autosave(pain="x\n" * 10_001)
    assert "Nothing has changed since version 1." in alices.open().save(pain="x\r\n" * 10_001)


def test_browser_cuts_nothing_that_is_pasted(alices: Sheets) -> None:
    assert "maxlength" not in alices.page()


def test_answer_that_its_control_has_no_room_for_any_more_is_shown_and_stays(alices: Sheets, cast: Cast) -> None:
    """The lesson took a choice away, and asks for a date where it asked for a line."""
    alices.save(who="Clinics")
    with program_scope(cast.a.pk):
        version = WorksheetVersion.objects.get()
        version.answers |= {"decision": "pivot", "decided_on": "last Tuesday"}
        version.save(update_fields=["answers"])
    page = alices.page()
    assert '<option value="pivot" selected>pivot</option>' in page
    assert 'type="text" name="a-decided_on" value="last Tuesday"' in page
    alices.save(who="Dentists")
    page = alices.page()
    assert '<option value="pivot" selected>pivot</option>' in page
    assert 'value="last Tuesday"' in page


def test_lesson_shows_its_worksheet_with_its_state(alices: Sheets, bobs: Sheets, visitor: Client) -> None:
    assert "Empty" in read(alices.page(LESSON))
    alices.save(pain="Empty chairs")
    page = bobs.page(LESSON)
    assert "1 of 8 filled in" in read(page)
    assert f'href="{URL}"' in page
    page = told(visitor.get(LESSON))
    assert "Five sentences" in page
    assert f'href="{URL}"' not in page
    assert "Members fill it in here" in page


def test_lesson_without_a_worksheet_has_none(alices: Sheets) -> None:
    assert alices.browser.get("/curriculum/counting/count/worksheet/").status_code == 404
    assert alices.browser.get("/curriculum/asking/no-lesson/worksheet/").status_code == 404


def test_visitor_is_asked_to_sign_in(visitor: Client) -> None:
    assert "/accounts/login/" in visitor.get(URL).headers["Location"]
    assert "/accounts/login/" in visitor.post(f"{URL}autosave/").headers["Location"]


def test_member_without_a_venture_names_it_in_the_same_flow_and_loses_nothing(alice: Client, cast: Cast) -> None:
    page = told(alice.get(URL))
    assert "First, a name for your venture" in page
    tab = Tab(alice, cast.alice, 0)
    page = tab.save(who="Clinics", price="about 5")
    assert "This field is required." in page
    assert 'value="Clinics"' in page
    page = told(alice.post(URL, {**tab.form(), "venture-name": "Herring & Sons"}, follow=True))
    assert "Saved as version 1." in page
    assert 'value="Clinics"' in page
    assert 'value="about 5"' in page
    with program_scope(cast.a.pk):
        assert Venture.objects.get().name == "Herring & Sons"


def test_whoever_left_the_venture_keeps_no_access(alices: Sheets, bobs: Sheets) -> None:
    alices.save(who="quokkacanary")
    tab = bobs.open()
    bobs.browser.post("/venture/leave/")
    page = bobs.page()
    assert "quokkacanary" not in page
    assert "First, a name for your venture" in page
    assert bobs.browser.post(f"{URL}autosave/", tab.form(who="Mine")).status_code == 409
    for path in ("versions/1/", "versions/compare/", "worksheet.md", "worksheet.pdf"):
        assert bobs.browser.get(f"{URL}{path}").status_code == 404, path
    assert "quokkacanary" not in bobs.page(f"{URL}versions/")
    assert "quokkacanary" not in bobs.page("/worksheets/")
    assert alices.answers() == {"who": "quokkacanary"}


def test_other_program_sees_nothing(alices: Sheets, charlies: Sheets) -> None:
    alices.save(who="quokkacanary")
    for path in (URL, f"{URL}versions/", "/worksheets/", LESSON):
        assert "quokkacanary" not in charlies.page(path)
    charlies.save(who="Other")
    assert [version.number for version in charlies.versions()] == [1]
    assert alices.answers() == {"who": "quokkacanary"}


def test_worksheet_is_behind_its_lessons_wall(alices: Sheets, cast: Cast) -> None:
    """Nothing of it is shown or taken while the lesson is not open."""
    from curriculum.models import LessonSetting

    alices.save(who="Clinics")
    tab = alices.open()
    with program_scope(cast.a.pk):
        from curriculum.catalogue import begin_own_edition
        from curriculum.models import Lesson

        LessonSetting.objects.create(lesson=Lesson.objects.get(slug="first-question"), tier="premium")
        begin_own_edition()
    for path in ("", "versions/", "versions/1/", "versions/compare/", "worksheet.md", "worksheet.pdf"):
        assert alices.browser.get(f"{URL}{path}").headers["Location"] == LESSON
    for path in ("", "ask/", "versions/1/restore/"):
        assert alices.browser.post(f"{URL}{path}", tab.form(who="Other")).headers["Location"] == LESSON
    assert alices.browser.post(f"{URL}autosave/", tab.form(who="Other")).status_code == 409
    assert alices.answers() == {"who": "Clinics"}
    assert "Five sentences" not in alices.page(LESSON)


def test_page_is_never_kept_by_the_browser(alices: Sheets) -> None:
    assert "no-store" in alices.browser.get(URL).headers["Cache-Control"]


def test_pages_of_somebody_who_signed_out_save_nothing_for_whoever_signed_in(alices: Sheets, bobs: Sheets) -> None:
    tab = alices.open()
    foreign = tab.form(who="Alice's words")
    assert bobs.browser.post(f"{URL}autosave/", foreign).json()["said"].startswith("Somebody else is signed in")
    response = bobs.browser.post(URL, foreign)
    assert response.status_code == 409
    assert alices.versions() == []


def test_list_has_all_worksheets_with_state_and_who_changed_them_last(alices: Sheets, bobs: Sheets) -> None:
    page = read(alices.page("/worksheets/"))
    assert "Open to you, still empty" in page
    alices.save(who="Clinics")
    bobs.save(pain="Chairs")
    page = read(alices.page("/worksheets/"))
    assert "2 of 8 filled in" in page
    assert "Bob," in page
    assert "still empty" not in page


def test_worksheet_that_its_lesson_has_no_longer_is_not_in_the_list(alices: Sheets, cast: Cast) -> None:
    from curriculum.catalogue import begin_own_edition
    from curriculum.models import Lesson, OwnText, Revision

    alices.save(who="Clinics")
    assert URL in alices.page("/worksheets/")
    with program_scope(cast.a.pk):
        text = OwnText.objects.create(lesson=Lesson.objects.get(slug="first-question"), language="en")
        made = {"title": "Ours", "summary": "s", "teaser": "t", "body": "b", "body_html": "<p>b</p>"}
        text.published = Revision.objects.create(text=text, number=1, digest="own", **made)
        text.save(update_fields=["published"])
        begin_own_edition()
    assert URL not in alices.page("/worksheets/")


def test_venture_page_leads_to_the_list(alices: Sheets) -> None:
    assert 'href="/worksheets/"' in alices.page("/venture/")


@pytest.mark.parametrize("posted", [{"base": "x", "editing": "no"}, {"base": "99999999999", "editing": ""}, {}])
def test_made_up_hidden_fields_break_nothing(alices: Sheets, posted: dict[str, str]) -> None:
    alices.save(who="Clinics")
    form = {"member": alices.member.pk, "a-who": "Dentists", **posted}
    assert alices.browser.post(f"{URL}autosave/", form).status_code == 200
    assert alices.browser.post(URL, form, follow=True).status_code == 200
    assert alices.answers()["who"] == "Dentists"
    assert alices.versions()[0].number == 1


@pytest.fixture
def brazilian(cast: Cast) -> Program:
    with platform_scope():
        Program.objects.filter(pk=cast.a.pk).update(currency="BRL", language="pt-br")
    return cast.a


def test_money_is_in_the_programs_currency(brazilian: Program, alices: Sheets) -> None:
    alices.save(price="R$ 1.234,56")
    assert alices.answers() == {"price": "1234.56"}
    assert "BRL" in alices.page()
    assert "R$ 1.234,56" in alices.browser.get(f"{URL}worksheet.md").content.decode().replace("\xa0", " ")


def test_queries_are_the_same_at_1_and_30_versions(alices: Sheets) -> None:
    alices.save(who="Clinics 1")
    paths = (URL, LESSON, "/worksheets/", f"{URL}versions/")
    once = {path: queries(alices.browser, path) for path in paths}
    write_versions(alices, 30)
    assert {path: queries(alices.browser, path) for path in paths} == once
    assert once[LESSON] == 4
