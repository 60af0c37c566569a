"""A program's editor writes: drafts, publishing, errors by the field, two at once, and the way back."""

import pytest
from django.test import Client

from curriculum.models import OwnText, Revision
from program.audit.models import Entry
from program.tenancy.scope import program_scope
from tests.cast import Cast
from tests.curriculum.editing.conftest import Editor, numbers, published, ref_of, words_of

pytestmark = pytest.mark.usefixtures("course")

LESSON = "/curriculum/asking/first-question/"


def body(browser: Client) -> str:
    return " ".join(browser.get(LESSON).content.decode().split())


def test_draft_is_a_revision_that_members_do_not_see(edda: Editor, alice: Client, cast: Cast) -> None:
    ref = ref_of("first-question")
    edda.write(ref, body="## Begin\n\nThe narwhal asks first.", note="Local animal")
    assert numbers(cast, ref) == [1]
    assert "narwhal" not in body(alice)
    assert "The herring asks first." in body(alice)
    page = edda.get(words_of(ref))
    assert "The narwhal asks first." in page
    assert "Below stands a draft, revision 1." in page
    assert "Members read the shared words: version 1." in page


def test_published_words_are_what_members_read(edda: Editor, alice: Client, visitor: Client, cast: Cast) -> None:
    ref = ref_of("first-question")
    edda.write(ref, act="publish", title="Our question", body="## Begin\n\nThe narwhal asks first.")
    for browser in (alice, visitor):
        assert "The narwhal asks first." in body(browser)
        assert "herring" not in body(browser)
        assert "Our question" in browser.get("/curriculum/asking/").content.decode()


def test_draft_after_publishing_waits(edda: Editor, alice: Client, cast: Cast) -> None:
    ref = ref_of("first-question")
    edda.write(ref, act="publish", body="## Begin\n\nThe narwhal asks first.")
    edda.write(ref, body="## Begin\n\nThe walrus asks first.")
    assert "narwhal" in body(alice)
    assert "walrus" not in body(alice)
    assert "draft waiting" in edda.get("/admin/curriculum/lesson/")
    edda.act(ref, "publish", revision="2")
    assert "walrus" in body(alice)
    assert "draft waiting" not in edda.get("/admin/curriculum/lesson/")


def test_no_change_is_no_revision(edda: Editor, cast: Cast) -> None:
    ref = ref_of("first-question")
    edda.write(ref)
    assert numbers(cast, ref) == []
    edda.write(ref, body="## Begin\n\nThe narwhal asks first.")
    edda.write(ref)
    edda.write(ref, act="publish")
    assert numbers(cast, ref) == [1]
    with program_scope(cast.a.pk):
        assert OwnText.objects.get(ref=ref).published == Revision.objects.get(text__ref=ref)


def test_first_revision_is_based_on_the_shared_version(edda: Editor, cast: Cast) -> None:
    ref = ref_of("first-question")
    edda.write(ref, act="publish", title="Ours")
    revision = published(cast, ref)
    assert revision is not None
    assert (revision.based_on, revision.saved_by_id) == (1, edda.membership.pk)
    assert revision.body == "## Begin\n\nThe herring asks first."
    assert len(revision.quiz) == 2
    assert revision.worksheet is not None


def test_version_that_no_column_holds_is_refused(edda: Editor, cast: Cast) -> None:
    ref = ref_of("first-question")
    answer = edda.write(ref, title="Ours", based_on=str(2**31))
    assert list(answer.context["form"].errors) == ["based_on"]  # type: ignore[attr-defined]
    assert numbers(cast, ref) == []


def test_saved_revision_is_never_changed(edda: Editor, cast: Cast) -> None:
    ref = ref_of("first-question")
    edda.write(ref, title="One")
    with program_scope(cast.a.pk):
        before = Revision.objects.values().get(text__ref=ref)
    edda.write(ref, title="Two", act="publish")
    with program_scope(cast.a.pk):
        assert Revision.objects.values().get(text__ref=ref, number=1) == before
    assert numbers(cast, ref) == [1, 2]


def test_shared_words_are_taken_again_and_drafts_are_kept(edda: Editor, alice: Client, cast: Cast) -> None:
    ref = ref_of("first-question")
    edda.write(ref, act="publish", body="## Begin\n\nThe narwhal asks first.")
    edda.act(ref, "share")
    assert "herring" in body(alice)
    assert "narwhal" not in body(alice)
    assert numbers(cast, ref) == [1]
    assert published(cast, ref) is None
    assert "The narwhal asks first." in edda.get(words_of(ref))


ERRORS = [
    ("quiz", "- ask: Who?\n  answers:\n    - {text: One, why: Because}\n", "No. 1: answers: needs two or more"),
    ("quiz", "- ask: Who?\n  answers: [{text: A, why: B}, {text: C, why: D}]", "exactly one with right: true"),
    ("quiz", "- ask: [broken", "Is not valid YAML"),
    ("quiz", "x: 2001-99-99", "This cannot be read."),
    ("quiz", '- "\\0"', "This cannot be read."),
    ("quiz", "- &a [x]\n- *a", "This cannot be read."),
    ("quiz", "- ask: !!bool perhaps", "This cannot be read."),
    ("quiz", "[" * 19_000, "This cannot be read."),
    ("quiz", "2001-01-01: Who?", "Expected a list"),
    ("worksheet", "title: T\nfields:\n  - {name: who, kind: lines, label: Who}", "expected one of line, text"),
    ("sources", "A book\n\nAnother | B. Author | soon", "Line 3: year: expected a whole number"),
    ("sources", "A book | A | 2001 | javascript:alert(1)", "begins with https://"),
    ("sources", f"A book | A | {'9' * 5000}", "Line 1: year: expected a whole number"),
    ("body", "```figure\ntitle: 2001-99-99\n```\n\nText.", "cannot be read"),
    ("body", "# Top\n\nText.", "first level"),
    ("body", "![a herring](picture:999)", "There is no picture “picture:999” in this lesson."),
    ("body", "![a herring](https://example.org/a.png)", "There is no picture “https://example.org/a.png”"),
    ("title", "", "This field is required."),
    ("title", "t" * 121, "at most 120"),
]


@pytest.mark.parametrize(("field", "typed", "said"), ERRORS)
def test_error_stands_next_to_its_field_and_nothing_typed_is_lost(
    edda: Editor, cast: Cast, field: str, typed: str, said: str
) -> None:
    ref = ref_of("first-question")
    answer = edda.write(ref, **{field: typed, "summary": "A summary typed just now"})
    form = answer.context["form"]  # type: ignore[attr-defined]
    assert list(form.errors) == [field]
    assert said in " ".join(form.errors[field])
    assert form[field].value() == typed
    assert "A summary typed just now" in answer.content.decode()
    assert numbers(cast, ref) == []


def test_draft_may_lack_what_publishing_needs(edda: Editor, alice: Client, cast: Cast) -> None:
    ref = ref_of("first-question")
    edda.write(ref, task="", teaser="")
    assert numbers(cast, ref) == [1]
    answer = edda.write(ref, act="publish", task="", teaser=" \n ")
    assert sorted(answer.context["form"].errors) == ["task", "teaser"]  # type: ignore[attr-defined]
    assert "members need it" in answer.content.decode()
    edda.act(ref, "publish", revision="1")
    assert published(cast, ref) is None
    assert "is not complete" in edda.get(words_of(ref))


def test_second_of_two_editors_is_told_and_loses_nothing(edda: Editor, otto: Editor, cast: Cast) -> None:
    ref = ref_of("first-question")
    mine, theirs = edda.form(ref), otto.form(ref)
    edda.post(words_of(ref), {**mine, "title": "Edda was here", "act": "draft"})
    answer = otto.post(words_of(ref), {**theirs, "summary": "Otto typed this", "act": "publish"})
    page = " ".join(answer.content.decode().split())
    assert "Edda saved revision 1 meanwhile" in page
    assert "Otto typed this" in page
    assert "Edda was here" in page
    assert numbers(cast, ref) == [1]
    form = answer.context["form"]  # type: ignore[attr-defined]
    again = {field.name: field.value() or "" for field in form}
    otto.post(words_of(ref), {**again, "act": "draft"})
    assert numbers(cast, ref) == [1, 2]
    with program_scope(cast.a.pk):
        rows = dict(Revision.objects.filter(text__ref=ref).values_list("number", "title"))
    assert rows == {1: "Edda was here", 2: "The first question"}


def test_history_tells_who_when_and_why_and_what_differs(edda: Editor, otto: Editor) -> None:
    ref = ref_of("first-question")
    edda.write(ref, title="One", note="A shorter title")
    otto.write(ref, body="## Begin\n\nThe walrus asks first.", note="Walrus")
    page = edda.get(f"{words_of(ref)}history/?from=1&to=2")
    for words in ("Edda", "Otto", "A shorter title", "Walrus", "From revision 1 to revision 2"):
        assert words in page
    assert ": </span>herring" in page
    assert ": </span>walrus" in page
    assert edda.browser.get(f"{words_of(ref)}history/?from=1&to=9").status_code == 404
    assert edda.browser.get(f"{words_of(ref)}history/?from=x&to=").status_code == 404


def test_restoring_is_a_new_revision(edda: Editor, cast: Cast) -> None:
    ref = ref_of("first-question")
    edda.write(ref, title="One")
    edda.write(ref, title="Two", act="publish")
    edda.act(ref, "restore", revision="1")
    assert numbers(cast, ref) == [1, 2, 3]
    assert edda.form(ref)["title"] == "One"
    revision = published(cast, ref)
    assert revision is not None
    assert revision.title == "Two"


def test_what_editors_did_stands_in_the_audit_log(edda: Editor, cast: Cast) -> None:
    ref = ref_of("first-question")
    edda.write(ref, act="publish", title="Ours", note="Our words")
    edda.act(ref, "share")
    with program_scope(cast.a.pk):
        rows = Entry.objects.filter(model="curriculum.owntext").order_by("pk")
        assert [(row.action, row.actor_id) for row in rows] == [
            ("saved the words of", edda.membership.user_id),
            ("published the words of", edda.membership.user_id),
            ("took back the words of", edda.membership.user_id),
        ]
        assert rows[0].changes["note"] == ["", "Our words"]


def test_preview_is_the_very_html_that_members_get(edda: Editor, alice: Client) -> None:
    ref = ref_of("first-question")
    markdown = '## One "quoted"\n\n| a | b |\n| --- | --: |\n| 1 | 2 |\n\n[out](https://example.org/)\n'
    preview = edda.post(f"{words_of(ref)}preview/", {**edda.form(ref), "body": markdown}).content.decode()
    edda.write(ref, act="publish", body=markdown)
    shown = alice.get(LESSON).content.decode()
    start, end = '<article class="prose" lang="en" dir="auto">', "</article>"
    assert preview.partition(start)[2].partition(end)[0] == shown.partition(start)[2].partition(end)[0]
    assert "“quoted”" in preview


def test_preview_does_nothing_that_a_writer_slips_in(edda: Editor) -> None:
    ref = ref_of("first-question")
    answer = edda.post(f"{words_of(ref)}preview/", {"body": "<script>alert(1)</script>", "title": "<img src=x>"})
    assert "<script>alert" not in answer.content.decode()
    assert "<img src=x" not in answer.content.decode()
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]


def test_other_questions_than_in_the_other_language_are_pointed_out(edda: Editor) -> None:
    ref = ref_of("first-question")
    edda.write(ref, quiz="")
    page = edda.get(words_of(ref))
    assert "The quiz in Português (Brasil) has other questions" in page
    assert "The worksheet in Português (Brasil)" not in page


def test_translation_begins_from_the_words_to_translate(edda: Editor, cast: Cast) -> None:
    ref = ref_of("second-question")
    assert edda.form(ref, "pt-br")["title"] == edda.form(ref)["title"]
    edda.write(ref, "pt-br", act="publish", title="A segunda")
    revision = published(cast, ref, "pt-br")
    assert revision is not None
    assert revision.based_on is None
