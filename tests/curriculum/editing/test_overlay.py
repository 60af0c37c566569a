"""What a program changes lies over the shared curriculum, in this program alone."""

import pytest
from django.test import Client

from curriculum.catalogue import begin_own_edition, catalogue, shared_catalogue
from curriculum.models import Module, OwnLesson, OwnText
from program.tenancy.scope import program_scope
from tests.cast import Cast
from tests.curriculum.editing.conftest import ADMIN, Editor, ref_of, words_of

pytestmark = pytest.mark.usefixtures("course")

MODULE = "/curriculum/asking/"
CANARY = "quaggacanary"


def titles(browser: Client) -> list[str]:
    return [row.lesson.title for row in browser.get(MODULE).context["lessons"]]


def own_lesson(editor: Editor, title: str = "Our evening", **fields: str) -> int:
    """Made with its title, then written and published."""
    module = Module.objects.get(slug="asking").pk
    data = {"title": title, "module": module, "slug": "", "minutes": 7, "tier": "free", **fields}
    answer = editor.post("/admin/curriculum/ownlesson/add/", data)
    assert answer.status_code == 302, answer.context["adminform"].form.errors  # type: ignore[attr-defined]
    with program_scope(editor.membership.program_id or 0):
        return -OwnLesson.objects.latest("pk").pk


def write_all(editor: Editor, ref: int, act: str = "publish", **changes: str) -> None:
    words = {"summary": "S.", "teaser": "T.", "body": f"The {CANARY} sings.", "task": "Sing."}
    editor.write(ref, act=act, **{**words, **changes})


def test_programs_that_changed_nothing_share_one_catalogue(cast: Cast, edda: Editor) -> None:
    edda.write(ref_of("first-question"))
    for program in (cast.a, cast.b):
        with program_scope(program.pk):
            assert catalogue("en") is shared_catalogue("en")


def test_own_lesson_is_seen_once_it_is_published_and_only_here(
    edda: Editor, alice: Client, charlie: Client, cast: Cast
) -> None:
    ref = own_lesson(edda)
    assert titles(alice) == ["The first question", "The second question", "For the curious"]
    assert alice.get(f"{MODULE}our-evening/").status_code == 404
    assert "Not published yet" in edda.get(ADMIN)
    write_all(edda, ref)
    assert titles(alice)[-1] == "Our evening"
    assert CANARY in alice.get(f"{MODULE}our-evening/").content.decode()
    assert titles(charlie) == ["The first question", "The second question", "For the curious"]
    assert charlie.get(f"{MODULE}our-evening/").status_code == 404
    edda.act(ref, "share")
    assert alice.get(f"{MODULE}our-evening/").status_code == 404


def test_own_lesson_is_gated_as_any_other(edda: Editor, alice: Client, visitor: Client, premium: Client) -> None:
    ref = own_lesson(edda, tier="premium")
    write_all(edda, ref)
    for browser in (alice, visitor):
        page = browser.get(f"{MODULE}our-evening/").content.decode()
        assert CANARY not in page
        assert "This lesson opens with premium" in page
    assert CANARY in premium.get(f"{MODULE}our-evening/").content.decode()


def test_own_lesson_can_be_marked_as_done(edda: Editor, alice: Client) -> None:
    write_all(edda, own_lesson(edda))
    alice.post(f"{MODULE}our-evening/done/", {"done": "yes"})
    assert "You are done with this lesson." in alice.get(f"{MODULE}our-evening/").content.decode()


def test_hidden_lesson_is_gone_here_and_there_elsewhere(edda: Editor, alice: Client, charlie: Client) -> None:
    ref = ref_of("first-question")
    edda.post(f"{ADMIN}{ref}/hide/", {"hidden": "yes"})
    assert titles(alice) == ["The second question", "For the curious"]
    assert alice.get(f"{MODULE}first-question/").status_code == 404
    assert titles(charlie)[0] == "The first question"
    assert "Hidden" in edda.get(ADMIN)
    edda.post(f"{ADMIN}{ref}/hide/", {"hidden": "no"})
    assert titles(alice)[0] == "The first question"


def test_order_of_the_program_is_its_own(edda: Editor, alice: Client, charlie: Client) -> None:
    own = own_lesson(edda)
    write_all(edda, own)
    wanted = [own, ref_of("for-the-curious"), ref_of("first-question"), ref_of("second-question")]
    pk = Module.objects.get(slug="asking").pk
    assert edda.post(f"{ADMIN}order/{pk}/", {"order": ",".join(map(str, wanted))}).status_code == 204
    assert titles(alice) == ["Our evening", "For the curious", "The first question", "The second question"]
    assert titles(charlie) == ["The first question", "The second question", "For the curious"]
    assert "Lesson 1 of 4" in " ".join(alice.get(f"{MODULE}our-evening/").content.decode().split())


def test_override_in_english_leaves_portuguese_readers_the_shared_portuguese(
    edda: Editor, alice: Client, bob: Client
) -> None:
    ref = ref_of("first-question")
    edda.write(ref, act="publish", body=f"The {CANARY} sings.")
    bob.cookies["language"] = "pt-br"
    page = bob.get(f"{MODULE}first-question/").content.decode()
    assert "O arenque pergunta primeiro." in page
    assert CANARY not in page
    assert CANARY in alice.get(f"{MODULE}first-question/").content.decode()
    edda.write(ref, "pt-br", act="publish", body="O narval pergunta primeiro.")
    assert "O narval" in bob.get(f"{MODULE}first-question/").content.decode()
    assert CANARY in alice.get(f"{MODULE}first-question/").content.decode()


def test_override_of_what_was_never_translated_is_read_in_all_languages(edda: Editor, reader: Client) -> None:
    edda.write(ref_of("second-question"), act="publish", body=f"The {CANARY} sings.")
    reader.cookies["language"] = "pt-br"
    assert CANARY in reader.get(f"{MODULE}second-question/").content.decode()


def test_other_words_have_another_digest(edda: Editor, alice: Client, cast: Cast) -> None:
    """What is kept in memory under the digest is not shown for words that changed."""
    ref, seen = ref_of("first-question"), []
    for number in range(3):
        edda.write(ref, act="publish", body=f"Take {number} of the {CANARY}.")
        assert f"Take {number} of" in alice.get(f"{MODULE}first-question/").content.decode()
        with program_scope(cast.a.pk):
            seen.append(catalogue("en").lesson_by_ref[ref].digest)
    assert len(set(seen)) == 3


def test_published_words_can_be_searched_for(edda: Editor, cast: Cast) -> None:
    ref = ref_of("first-question")
    edda.write(ref, body=f"The {CANARY} sings.")
    with program_scope(cast.a.pk):
        assert OwnText.objects.get(ref=ref).search is None
    edda.act(ref, "publish", revision="1")
    with program_scope(cast.a.pk):
        assert OwnText.objects.filter(search=CANARY).count() == 1
    edda.act(ref, "share")
    with program_scope(cast.a.pk):
        assert OwnText.objects.get(ref=ref).search is None


def test_editor_of_another_program_finds_nothing(edda: Editor, charlie: Client, cast: Cast) -> None:
    from members.models import Membership

    ref = own_lesson(edda)
    write_all(edda, ref)
    edda.write(ref_of("first-question"), act="publish", body=f"The {CANARY} sings.")
    with program_scope(cast.b.pk):
        Membership.objects.filter(pk=cast.charlie.pk).update(role="owner")
        begin_own_edition()
    for path in ("", "history/", "changes/", "preview/", "as/premium/", "pictures/"):
        assert charlie.get(f"{words_of(ref)}{path}").status_code == 404
    shared = ref_of("first-question")
    for path in (ADMIN, words_of(shared), f"{words_of(shared)}history/", f"{words_of(shared)}as/premium/"):
        answer = charlie.get(path)
        assert answer.status_code == 200
        assert CANARY not in answer.content.decode()
        assert "Our evening" not in answer.content.decode()
    assert charlie.get(f"{words_of(shared)}changes/").status_code == 404
    assert charlie.get(f"{words_of(shared)}as/premium/?revision=1").status_code == 404
    assert charlie.post(f"{words_of(shared)}act/", {"act": "share"}).status_code == 404
