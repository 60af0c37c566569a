"""P28: every save is a version; the member can restore one. Autosaves, and two people at once."""

from uuid import uuid4

import pytest

from curriculum.models import Worksheet, WorksheetVersion
from program.tenancy.scope import program_scope
from tests.cast import Cast
from tests.curriculum.worksheets.browsing import URL, Sheets, queries, read, write_versions


def numbers(sheets: Sheets) -> list[int]:
    return [version.number for version in sheets.versions()]


def test_every_save_is_a_version(alices: Sheets, bobs: Sheets) -> None:
    assert "Saved as version 1." in alices.save(who="Clinics")
    assert "Saved as version 2." in bobs.save(who="Dentists")
    first, second = alices.versions()
    assert (first.answers["who"], first.saved_by_id) == ("Clinics", alices.member.pk)
    assert (second.answers["who"], second.saved_by_id) == ("Dentists", bobs.member.pk)


def test_save_without_a_change_is_no_version_and_says_so(alices: Sheets) -> None:
    alices.save(who="Clinics", price="1,000")
    assert "Nothing has changed since version 1." in alices.save()
    assert numbers(alices) == [1]


def test_autosaves_of_one_open_page_are_one_version_until_saved_by_hand(alices: Sheets) -> None:
    tab = alices.open()
    for words in ("C", "Cli", "Clinics"):
        tab.autosave(who=words)
    (only,) = alices.versions()
    assert (only.answers["who"], str(only.editing)) == ("Clinics", tab.editing)
    assert "Saved as version 1." in tab.save(who="Clinics in Porto")
    (only,) = alices.versions()
    assert (only.answers["who"], only.editing) == ("Clinics in Porto", None)
    alices.open().autosave(who="Dentists")
    assert numbers(alices) == [1, 2]


def test_autosave_that_changes_nothing_writes_nothing(alices: Sheets) -> None:
    alices.save(who="Clinics")
    said = alices.open().autosave()
    assert said["said"].startswith("Saved at")
    assert numbers(alices) == [1]


def test_saving_an_untouched_autosave_makes_it_a_version_by_hand(alices: Sheets) -> None:
    tab = alices.open()
    tab.autosave(who="Clinics")
    assert "saved by itself" in alices.page(f"{URL}versions/")
    assert "Saved as version 1." in tab.save()
    assert "saved by hand" in alices.page(f"{URL}versions/")


def test_fields_that_only_one_side_changed_are_merged(alices: Sheets, bobs: Sheets) -> None:
    alices.save(who="Clinics", pain="Chairs")
    hers, his = alices.open(), bobs.open()
    his.save(pain="Empty chairs")
    page = hers.save(who="Dentists")
    assert alices.answers() == {"who": "Dentists", "pain": "Empty chairs"}
    assert "at the same time" not in page
    assert numbers(alices) == [1, 2, 3]


def test_field_that_both_changed_keeps_the_later_and_offers_the_other(alices: Sheets, bobs: Sheets) -> None:
    alices.save(who="Clinics")
    hers, his = alices.open(), bobs.open()
    his.save(who="Bob's dentists")
    page = hers.save(who="Alice's dentists")
    assert "Both texts are below." in page
    assert alices.answers() == {"who": "Alice's dentists"}
    for shown in (page, bobs.page()):
        assert "Bob wrote this at the same time (version 2):" in shown
        assert "Bob&#x27;s dentists" in shown
        assert 'value="Alice&#x27;s dentists"' in shown
    assert [version.answers["who"] for version in alices.versions()] == [
        "Clinics",
        "Bob's dentists",
        "Alice's dentists",
    ]


def test_the_others_text_can_be_taken(alices: Sheets, bobs: Sheets) -> None:
    hers, his = alices.open(), bobs.open()
    his.save(who="Bob's dentists", pain="Bob's pain")
    hers.save(who="Alice's dentists", pain="Alice's pain")
    page = alices.open().save(take="who")
    assert alices.answers() == {"who": "Bob's dentists", "pain": "Alice's pain"}
    assert page.count("Bob wrote this at the same time") == 1  # The other field is still open.
    page = alices.open().save(take="pain")
    assert alices.answers() == {"who": "Bob's dentists", "pain": "Bob's pain"}
    assert "at the same time" not in page


def test_saving_with_both_in_sight_settles_it(alices: Sheets, bobs: Sheets) -> None:
    hers, his = alices.open(), bobs.open()
    his.save(who="Bob's dentists")
    hers.save(who="Alice's dentists")
    assert "at the same time" not in alices.save()
    assert alices.answers() == {"who": "Alice's dentists"}
    assert "at the same time" not in bobs.page()


def test_autosaves_of_two_pages_lose_nothing_of_either(alices: Sheets, bobs: Sheets) -> None:
    alices.save(who="Clinics")
    hers, his = alices.open(), bobs.open()
    hers.autosave(pain="Alice's pain")
    his.autosave(who="Bob's who")
    said = hers.autosave(pain="Alice's longer pain")
    assert said["answers"]["a-who"] == "Bob's who"
    assert alices.answers() == {"who": "Bob's who", "pain": "Alice's longer pain"}
    said = his.autosave(pain="Bob's pain")
    assert said["answers"]["a-pain"] == "Bob's pain"
    said_by = {str(version.answers.get("pain", "")) for version in alices.versions()}
    assert {"Alice's longer pain", "Bob's pain"} <= said_by


def test_autosave_over_the_others_text_says_so(alices: Sheets, bobs: Sheets) -> None:
    hers, his = alices.open(), bobs.open()
    his.autosave(who="Bob's who")
    said = hers.autosave(who="Alice's who")
    assert "Bob wrote this at the same time" in said["others"]["a-who"]
    assert said["answers"]["a-who"] == "Alice's who"
    assert "Bob wrote this at the same time" in alices.page()
    hers.autosave(who="Alice's who, longer")
    assert "Bob wrote this at the same time" in alices.page()


def test_answer_that_was_lost_on_the_way_is_sent_again_without_harm(alices: Sheets, bobs: Sheets) -> None:
    """The page never heard of its version, nor of what was merged into it."""
    alices.save(who="Clinics", pain="Chairs")
    hers, his = alices.open(), bobs.open()
    his.save(pain="Bob's pain")
    form = hers.form(who="Dentists")
    for _attempt in range(2):
        alices.browser.post(f"{URL}autosave/", form)
    assert alices.answers() == {"who": "Dentists", "pain": "Bob's pain"}
    assert numbers(alices) == [1, 2, 3]
    alices.browser.post(f"{URL}autosave/", hers.form(who="Dentists", pain="Alice's pain"))
    assert alices.answers() == {"who": "Dentists", "pain": "Alice's pain"}
    assert "Bob&#x27;s pain" in alices.page()


def test_answer_that_was_lost_on_the_way_hides_nothing_when_saved_by_hand(alices: Sheets, bobs: Sheets) -> None:
    alices.save(who="Clinics", pain="Chairs")
    hers, his = alices.open(), bobs.open()
    his.save(pain="Bob's pain")
    alices.browser.post(f"{URL}autosave/", hers.form(who="Dentists"))
    page = hers.save(pain="Alice's pain")
    assert alices.answers() == {"who": "Dentists", "pain": "Alice's pain"}
    assert "Both texts are below." in page
    assert "Bob&#x27;s pain" in page
    assert "at the same time" not in alices.save()


def test_two_tabs_of_one_founder_merge_as_two_founders_do(alices: Sheets) -> None:
    one, other = alices.open(), alices.open()
    one.autosave(who="Clinics")
    other.autosave(pain="Chairs")
    assert alices.answers() == {"who": "Clinics", "pain": "Chairs"}
    one.autosave(who="Dentists")
    other.autosave(pain="Empty chairs")
    one.autosave(who="Dentists in Porto")
    assert alices.answers() == {"who": "Dentists in Porto", "pain": "Empty chairs"}


def test_answer_can_be_emptied(alices: Sheets) -> None:
    alices.save(who="Clinics", pain="Chairs")
    alices.save(who="")
    assert alices.answers() == {"pain": "Chairs"}


def test_history_lists_who_when_and_how_much(alices: Sheets, bobs: Sheets) -> None:
    alices.save(who="Clinics", pain="Chairs")
    bobs.open().autosave(who="Dentists")
    page = read(alices.page(f"{URL}versions/"))
    assert "2 answers changed · saved by hand" in page
    assert "1 answer changed · saved by itself" in page
    assert page.index("Bob") < page.index("Alice", page.index("Bob"))


def test_history_without_versions_says_so(alices: Sheets) -> None:
    assert "Nothing saved yet" in alices.page(f"{URL}versions/")
    assert alices.browser.get(f"{URL}versions/1/").status_code == 404
    assert alices.browser.get(f"{URL}versions/compare/").status_code == 404


def test_history_has_thirty_on_a_page(alices: Sheets) -> None:
    alices.save(who="Clinics")
    write_versions(alices, 31)
    page = alices.page(f"{URL}versions/")
    assert "Page 1 of 2" in page
    assert f"{URL}versions/2/" in page
    assert f"{URL}versions/1/" not in page
    assert f"{URL}versions/1/" in alices.page(f"{URL}versions/?page=2")
    assert alices.browser.get(f"{URL}versions/?page=x").status_code == 200


def test_any_two_versions_are_compared_word_by_word(alices: Sheets) -> None:
    alices.save(who="Clinics with two chairs", price="100", signed="on")
    alices.save(pain="Empty")
    alices.save(who="Clinics with four chairs", price="120")
    page = alices.page(f"{URL}versions/compare/?from=3&to=1")
    assert "From version 1 to 3" in page
    assert "Clinics with <del>two</del><ins>four</ins> chairs" in page
    assert "<del>$100.00</del><ins>$120.00</ins>" in page
    assert "<ins>Empty</ins>" in page
    assert "Somebody signed" not in read(page)
    assert "Nothing changed" in alices.page(f"{URL}versions/compare/?from=2&to=2")
    assert alices.browser.get(f"{URL}versions/compare/?from=1&to=9").status_code == 404
    assert alices.browser.get(f"{URL}versions/compare/?from=x&to=-1").status_code == 200


def test_long_texts_are_compared_in_time(alices: Sheets) -> None:
    alices.save(pain="\n".join(f"line {number} of many words" for number in range(700)))
    alices.save(pain="\n".join(f"line {number} of other words" for number in range(700)))
    assert "<ins>" in alices.page(f"{URL}versions/compare/")


def test_version_is_read_as_it_was(alices: Sheets) -> None:
    alices.save(who="Clinics", decision="build", decided_on="2026-11-26", share="40")
    alices.save(who="Dentists")
    page = read(alices.page(f"{URL}versions/1/"))
    for said in ("Clinics", "Build", "November 26, 2026", "40%", "saved by hand" not in page and "Alice"):
        assert str(said) in page
    assert "Dentists" not in page
    assert alices.browser.get(f"{URL}versions/3/").status_code == 404


def test_restoring_makes_a_new_version_that_says_where_it_is_from(alices: Sheets, bobs: Sheets) -> None:
    alices.save(who="Clinics", pain="Chairs")
    alices.save(who="Dentists", pain="")
    page = bobs.browser.post(f"{URL}versions/1/restore/", follow=True).content.decode()
    assert "Version 1 is back, as version 3." in page
    assert alices.answers() == {"who": "Clinics", "pain": "Chairs"}
    assert numbers(alices) == [1, 2, 3]
    assert "restored from 1" in alices.page(f"{URL}versions/")
    assert "restored from 1" in alices.page(f"{URL}versions/3/")
    bobs.browser.post(f"{URL}versions/1/restore/")
    assert numbers(alices) == [1, 2, 3]
    assert bobs.browser.get(f"{URL}versions/1/restore/").status_code == 405


def test_page_open_while_a_version_is_restored_overwrites_nothing(alices: Sheets, bobs: Sheets) -> None:
    alices.save(who="Clinics", pain="Chairs")
    alices.save(who="Dentists", pain="Chairs")
    tab = alices.open()
    bobs.browser.post(f"{URL}versions/1/restore/")
    tab.autosave(pain="Empty chairs")
    assert alices.answers() == {"who": "Clinics", "pain": "Empty chairs"}


def test_answers_to_what_is_asked_no_longer_stay(alices: Sheets, cast: Cast) -> None:
    alices.save(who="Clinics")
    old = {"name": "gone_field", "kind": "money", "label": "What was it worth?", "choices": []}
    with program_scope(cast.a.pk):
        version = WorksheetVersion.objects.get()
        version.answers, version.fields = {**version.answers, "gone_field": "1000"}, [*version.fields, old]
        version.save(update_fields=["answers", "fields"])
    for words in ("Clinics", "Dentists", "Hospitals"):
        alices.save(who=words)
        assert "What was it worth?" in alices.page()
        assert "$1,000.00" in alices.page()
    assert alices.answers() == {"who": "Hospitals", "gone_field": "1000"}
    assert "1 of 8 filled in" in read(alices.page("/worksheets/"))
    for path in ("versions/3/", "versions/compare/?from=1&to=1"):
        assert alices.browser.get(f"{URL}{path}").status_code == 200
    assert "What was it worth?" in alices.page(f"{URL}versions/3/")
    assert "What was it worth?" in alices.browser.get(f"{URL}worksheet.md").content.decode()


def test_what_somebody_wrote_whose_row_is_gone_is_still_told(alices: Sheets, bobs: Sheets, cast: Cast) -> None:
    hers, his = alices.open(), bobs.open()
    his.save(who="Bob's dentists")
    hers.save(who="Alice's dentists")
    with program_scope(cast.a.pk):
        WorksheetVersion.objects.update(saved_by=None)
    assert "Somebody who left wrote this at the same time (version 1):" in alices.page()
    for path in ("versions/", "versions/1/", "worksheet.md"):
        assert alices.browser.get(f"{URL}{path}").status_code == 200


@pytest.mark.parametrize("path", [f"{URL}versions/compare/?from=1&to=1", f"{URL}versions/1/"])
def test_queries_of_history_are_the_same_at_2_and_30_versions(alices: Sheets, path: str) -> None:
    alices.save(who="Clinics")
    alices.save(who="Dentists")
    few = queries(alices.browser, path)
    write_versions(alices, 30)
    assert queries(alices.browser, path) == few


def test_each_sheet_belongs_to_one_venture(alices: Sheets, charlies: Sheets, cast: Cast) -> None:
    alices.save(who="Clinics")
    alices.save(who="Dentists")
    charlies.save(who="Other")
    assert charlies.browser.get(f"{URL}versions/2/").status_code == 404
    charlies.browser.post(f"{URL}autosave/", charlies.open().form(who="x") | {"editing": str(uuid4())})
    for program in (cast.a, cast.b):
        with program_scope(program.pk):
            assert Worksheet.objects.count() == 1
