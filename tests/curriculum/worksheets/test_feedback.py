"""P28: the coach comments on a version. P29: coach feedback notifies the member once."""

from pathlib import Path

import pytest
from django.test import Client

from curriculum.catalogue import begin_own_edition
from curriculum.models import (
    Lesson,
    LessonSetting,
    Module,
    OwnLesson,
    OwnText,
    Revision,
    Worksheet,
    WorksheetComment,
    WorksheetVersion,
)
from members.models import Grant, Membership
from members.ventures.actions import leave_venture, part_of
from program import clock
from program.tenancy.scope import program_scope
from tests.cast import Cast, make_member
from tests.conftest import HOST_A, browser_of
from tests.curriculum.conftest import grant
from tests.curriculum.content import Loader, write_folder
from tests.curriculum.worksheets.browsing import LESSON, URL, Sheets, queries, read, told, write_versions
from tests.mail.mailbox import Mailbox, html_of

LIST = "/admin/curriculum/worksheet/"


def desk(cast: Cast) -> str:
    with program_scope(cast.a.pk):
        return f"{LIST}{Worksheet.objects.get().pk}/change/"


def say(coach: Client, url: str, **comments: str) -> str:
    form = {f"say-{name}": words for name, words in comments.items()}
    return " ".join(coach.post(url, form, follow=True).content.decode().split())


def ask(sheets: Sheets) -> str:
    return told(sheets.browser.post(f"{URL}ask/", follow=True))


def test_coach_comments_on_a_version_and_founders_see_it_beside_the_field(
    alices: Sheets, bobs: Sheets, dana: Client, cast: Cast
) -> None:
    alices.save(who="Clinics")
    alices.save(who="Clinics with two chairs")
    page = say(dana, f"{desk(cast)}?version=1", who="Which clinics?", **{"whole-sheet": "A good start."})
    assert "2 comments were sent. Each founder gets one mail." in page
    for sheets in (alices, bobs):
        page = sheets.page()
        field = page[page.index('id="field-who"') : page.index('id="field-pain"')]
        assert "Which clinics?" in field
        assert "Dana" in field
        assert "on version 1" in field
        assert "A good start." in page[page.index('id="feedback"') :]
        assert "Feedback given" in page
    assert "2 comments" in read(alices.page(f"{URL}versions/"))


def test_coach_feedback_notifies_each_founder_once(alices: Sheets, dana: Client, cast: Cast, mailbox: Mailbox) -> None:
    alices.save(who="Clinics")
    for _press in range(2):
        say(dana, desk(cast), who="Which clinics?", pain="Whose words are these?")
    letters = mailbox.deliver_all()
    assert sorted(letter.to[0] for letter in letters) == ["alice@example.org", "bob@example.org"]
    for letter in letters:
        assert letter.subject == "Feedback on “Five sentences”"
        for words in (letter.body, html_of(letter)):
            for said in ("Dana", "Herring", "Who is it for?", "Which clinics?", "Whose words are these?", URL):
                assert said in words
        assert "List-Unsubscribe" in letter.extra_headers
    mailbox.deliver_all()
    assert len(mailbox.letters) == 2


def test_next_round_of_feedback_is_a_mail_of_its_own(
    alices: Sheets, dana: Client, cast: Cast, mailbox: Mailbox
) -> None:
    alices.save(who="Clinics")
    say(dana, desk(cast), who="Which clinics?")
    say(dana, desk(cast), who="Better.")
    bodies = [letter.body for letter in mailbox.to("alice@example.org")]
    assert len(bodies) == 2
    assert "Better." in bodies[1]
    assert "Which clinics?" not in bodies[1]


def test_whoever_left_the_venture_or_said_no_is_not_mailed(
    alices: Sheets, bobs: Sheets, dana: Client, cast: Cast, mailbox: Mailbox
) -> None:
    alices.save(who="Clinics")
    alices.browser.post("/mail/preferences/", {"wanted": ["roundtables", "news", "recordings"]})
    say(dana, desk(cast), who="Which clinics?")
    with program_scope(cast.a.pk):
        part = part_of(cast.bob)
        assert part is not None
        leave_venture(part, now=clock.now())
    assert mailbox.deliver_all() == []


def test_mail_does_not_tell_of_a_lesson_that_is_closed_to_its_reader(
    alices: Sheets, dana: Client, cast: Cast, mailbox: Mailbox
) -> None:
    """Bob is on a lower tier than Alice, with whom he shares the venture."""
    alices.save(who="Clinics")
    grant(cast.alice, "premium")
    with program_scope(cast.a.pk):
        LessonSetting.objects.create(lesson=Lesson.objects.get(slug="first-question"), tier="premium")
        begin_own_edition()
    say(dana, desk(cast), who="Which clinics?")
    assert [letter.to[0] for letter in mailbox.deliver_all()] == ["alice@example.org"]


def test_mail_is_in_the_readers_language(alices: Sheets, dana: Client, cast: Cast, mailbox: Mailbox) -> None:
    with program_scope(cast.a.pk):
        Membership.objects.filter(pk=cast.alice.pk).update(language="pt-br")
    alices.save(who="Clinics")
    say(dana, desk(cast), who="Which clinics?")
    (letter,) = mailbox.to("alice@example.org")
    assert "Cinco frases" in letter.subject
    assert "Para quem é?" in letter.body


def test_feedback_needs_a_comment(alices: Sheets, dana: Client, cast: Cast, mailbox: Mailbox) -> None:
    alices.save(who="Clinics")
    assert "Write a comment first" in say(dana, desk(cast), who="  ")
    page = say(dana, desk(cast), who="x" * 4001, pain="Whose words?")
    assert "at most 4000 characters" in page
    assert "Whose words?" in page
    assert mailbox.deliver_all() == []


def test_asking_puts_the_worksheet_first_on_the_coachs_list(
    alices: Sheets, premium_sheets: Sheets, dana: Client, cast: Cast
) -> None:
    premium_sheets.save(who="Others")
    ask(premium_sheets)
    alices.save(who="Clinics")
    page = told(dana.get(LIST))
    assert page.index("Premium Ltd") < page.index("Herring")
    with program_scope(cast.a.pk):
        Worksheet.objects.filter(asked_at__isnull=False).update(answered_at=clock.now())
    assert "Waiting for feedback" in ask(alices)
    page = told(dana.get(LIST))
    assert page.index("Herring") < page.index("Premium Ltd")
    assert "Premium Ltd" not in told(dana.get(f"{LIST}?state=waiting"))
    assert "Herring" not in told(dana.get(f"{LIST}?state=answered"))


@pytest.fixture
def premium_sheets(cast: Cast) -> Sheets:
    from members.ventures.actions import name_venture

    member = make_member(cast.a, "Paula")
    grant(member, "premium")
    with program_scope(cast.a.pk):
        name_venture("Premium Ltd", "", by=member, now=clock.now())
    return Sheets(browser_of(member, HOST_A), member)


def test_asking_twice_is_asking_once_and_answered_may_be_asked_again(
    alices: Sheets, bobs: Sheets, dana: Client, cast: Cast
) -> None:
    alices.save(who="Clinics")
    assert "Asked. A coach reads it" in ask(alices)
    assert "You have asked already." in ask(bobs)
    with program_scope(cast.a.pk):
        assert Worksheet.objects.get().asked_by_id == alices.member.pk
    say(dana, desk(cast), who="Which clinics?")
    assert "Asked. A coach reads it" in ask(bobs)
    assert "Waiting for feedback" in read(alices.page(LESSON))


def test_free_members_see_what_feedback_needs(alices: Sheets, cast: Cast) -> None:
    alices.save(who="Clinics")
    with program_scope(cast.a.pk):
        Grant.objects.filter(membership=cast.alice).delete()
    page = alices.page()
    assert "Ask for feedback" not in page
    assert "That comes with the curriculum tier." in page
    assert alices.browser.post(f"{URL}ask/").headers["Location"] == "/premium/"
    with program_scope(cast.a.pk):
        assert Worksheet.objects.get().asked_at is None


def test_nothing_saved_is_nothing_to_ask_about(alices: Sheets) -> None:
    assert "Once something is saved" in alices.page()
    assert alices.browser.post(f"{URL}ask/").status_code == 404


def test_coach_sees_versions_and_what_changed(alices: Sheets, dana: Client, cast: Cast) -> None:
    alices.save(who="Clinics with two chairs")
    alices.save(who="Clinics with four chairs", price="1,200")
    page = told(dana.get(desk(cast)))
    assert "Clinics with four chairs" in page
    assert "$1,200.00" in page
    assert "Send feedback on version 2" in page
    assert "Alice, Bob" in page
    page = told(dana.get(f"{desk(cast)}?version=2&with=1"))
    assert "<del>two</del><ins>four</ins>" in page
    assert "Clinics with two chairs" in told(dana.get(f"{desk(cast)}?version=1"))
    assert dana.get(f"{desk(cast)}?version=x&with=99").status_code == 200


def test_two_fields_of_one_label_are_compared_each_by_itself(
    alices: Sheets, dana: Client, load: Loader, tmp_path: Path, cast: Cast
) -> None:
    twins = "{title: T, fields: [{name: one, kind: line, label: Why}, {name: two, kind: line, label: Why}]}"
    load(write_folder(tmp_path, worksheet=twins))
    url = "/curriculum/many/lesson-1/worksheet/"
    for base, answers in enumerate(({"a-one": "Ant", "a-two": "Bee"}, {"a-one": "Cow", "a-two": "Doe"})):
        alices.browser.post(url, {"member": alices.member.pk, "base": base, **answers})
    page = told(dana.get(f"{desk(cast)}?version=2&with=1"))
    assert page.index("<ins>Cow</ins>") < page.index("<ins>Doe</ins>")


def test_coach_is_told_how_many_are_mailed(alices: Sheets, dana: Client, cast: Cast) -> None:
    alices.save(who="Clinics")
    assert "2 founders get one mail each" in told(dana.get(desk(cast)))
    with program_scope(cast.a.pk):
        Membership.objects.filter(pk=cast.bob.pk).update(state="left")
        WorksheetVersion.objects.update(saved_by=None)
    page = told(dana.get(desk(cast)))
    assert "1 founder gets one mail" in page
    assert "Bob" not in page
    assert page.count("Somebody who left") == 2


def test_coach_finds_the_title_of_a_lesson_in_another_language(alices: Sheets, dana: Client, cast: Cast) -> None:
    """Written by the program itself, and in Portuguese alone."""
    with program_scope(cast.a.pk):
        lesson = OwnLesson.objects.create(module=Module.objects.get(slug="asking"), slug="own", tier="free")
        text = OwnText.objects.create(own_lesson=lesson, language="pt-br")
        made = {"title": "A nossa noite", "summary": "s", "teaser": "t", "body": "b", "body_html": "<p>b</p>"}
        text.published = Revision.objects.create(text=text, number=1, digest="own", **made)
        text.save(update_fields=["published"])
        begin_own_edition()
        part = part_of(cast.alice)
        assert part is not None
        Worksheet.objects.create(own_lesson=lesson, venture=part.venture)
    assert "A nossa noite" in told(dana.get(LIST))


def test_commented_version_stays_as_it_was_while_its_page_goes_on(alices: Sheets, dana: Client, cast: Cast) -> None:
    tab = alices.open()
    tab.autosave(who="Clinics")
    say(dana, desk(cast), who="Which clinics?")
    tab.autosave(who="Clinics with two chairs")
    tab.autosave(who="Clinics with two chairs in Porto")
    assert [version.answers["who"] for version in alices.versions()] == [
        "Clinics",
        "Clinics with two chairs in Porto",
    ]
    assert "at the same time" not in alices.page()


def test_coach_who_read_what_has_changed_since_looks_again(
    alices: Sheets, dana: Client, cast: Cast, mailbox: Mailbox
) -> None:
    tab = alices.open()
    tab.autosave(who="Clinics")
    shown = dana.get(desk(cast)).context["desk"].shown
    tab.autosave(who="Dentists")
    page = told(dana.post(desk(cast), {"shown": shown, "say-who": "Which clinics?"}))
    assert "A founder wrote on while you read." in page
    assert "Which clinics?</textarea>" in page
    assert "Dentists" in page
    assert mailbox.deliver_all() == []


def test_founder_replies_and_the_coach_sees_it(alices: Sheets, bobs: Sheets, dana: Client, cast: Cast) -> None:
    alices.save(who="Clinics")
    say(dana, desk(cast), who="Which clinics?")
    with program_scope(cast.a.pk):
        reply = f"{URL}comments/{WorksheetComment.objects.get().pk}/reply/"
    assert reply in bobs.page()
    page = bobs.page(reply)
    assert "Which clinics?" in page
    assert "Who is it for?" in page
    assert "This field is required." in told(bobs.browser.post(reply, {"words": " "}))
    for _press in range(2):
        bobs.browser.post(reply, {"words": "Those in Porto."})
    assert "Bob ·" in told(dana.get(LIST))
    page = told(dana.get(desk(cast)))
    assert page.count("Those in Porto.") == 1
    assert "Bob" in page
    assert "Those in Porto." in alices.page()


def test_comment_on_what_is_asked_no_longer_is_seen_and_replied_to(alices: Sheets, dana: Client, cast: Cast) -> None:
    alices.save(who="Clinics")
    old = {"name": "gone_field", "kind": "line", "label": "What was it called?", "choices": []}
    with program_scope(cast.a.pk):
        version = WorksheetVersion.objects.get()
        version.answers, version.fields = {**version.answers, "gone_field": "Okapi"}, [*version.fields, old]
        version.save(update_fields=["answers", "fields"])
    say(dana, desk(cast), gone_field="Why this name?")
    with program_scope(cast.a.pk):
        reply = f"{URL}comments/{WorksheetComment.objects.get().pk}/reply/"
    page = alices.page()
    assert "Why this name?" in page[page.index("What was it called?") :]
    assert reply in page
    assert "What was it called?" in alices.page(reply)


def test_comments_of_others_are_out_of_reach(
    alices: Sheets, premium_sheets: Sheets, charlies: Sheets, dana: Client, cast: Cast
) -> None:
    alices.save(who="Clinics")
    say(dana, desk(cast), who="quokkacanary")
    with program_scope(cast.a.pk):
        reply = f"{URL}comments/{WorksheetComment.objects.get().pk}/reply/"
    for sheets in (premium_sheets, charlies):
        sheets.save(who="Others")
        assert sheets.browser.get(reply).status_code == 404
        assert sheets.browser.post(reply, {"words": "Mine"}).status_code == 404
        assert "quokkacanary" not in sheets.page()


@pytest.mark.parametrize("role", ["editor", "host", "support", "finance", "ambassador_manager", "member"])
def test_only_coaches_and_owners_read_worksheets(role: str, alices: Sheets, cast: Cast) -> None:
    alices.save(who="quokkacanary")
    other = browser_of(make_member(cast.a, "Otto", role), HOST_A)
    for method in (other.get, other.post):
        answer = method(desk(cast), {"say-who": "Hm."})
        assert answer.status_code in (302, 403, 404)
    assert other.get(LIST).status_code in (302, 403)
    with program_scope(cast.a.pk):
        assert not WorksheetComment.objects.exists()


def test_owner_gives_feedback_too(alices: Sheets, erin: Client, cast: Cast) -> None:
    alices.save(who="Clinics")
    say(erin, desk(cast), who="From the owner.")
    assert "From the owner." in alices.page()


def test_coach_of_another_program_finds_nothing(alices: Sheets, cast: Cast) -> None:
    alices.save(who="quokkacanary")
    stranger = browser_of(make_member(cast.b, "Otto", "coach"), "b.localhost")
    assert stranger.get(desk(cast)).status_code in (302, 404)
    assert "Herring" not in told(stranger.get(LIST))


def test_queries_of_the_coachs_pages_are_the_same_at_1_and_30(alices: Sheets, dana: Client, cast: Cast) -> None:
    alices.save(who="Clinics")
    say(dana, desk(cast), who="Hm?")
    paths = (LIST, desk(cast))
    few = {path: queries(dana, path) for path in paths}
    write_versions(alices, 30)
    with program_scope(cast.a.pk):
        version = alices.versions()[-1]
        rows = [WorksheetComment(version=version, field="who", words=f"{n}?", author=cast.dana) for n in range(29)]
        WorksheetComment.objects.bulk_create(rows)
    assert {path: queries(dana, path) for path in paths} == few
    assert queries(alices.browser, URL) <= 6
