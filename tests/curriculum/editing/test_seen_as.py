"""“What will members see”: the whole page as somebody else has it, and nothing can be done from there."""

import pytest
from django.test import Client

from curriculum.models import LessonProgress
from program.tenancy.scope import program_scope
from tests.cast import Cast
from tests.curriculum.editing.conftest import ADMIN, Editor, ref_of, words_of
from tests.curriculum.editing.test_overlay import CANARY, own_lesson

pytestmark = pytest.mark.usefixtures("course")


def seen(editor: Editor, ref: int, who: str, revision: str = "") -> str:
    return editor.get(f"{words_of(ref)}as/{who}/{f'?revision={revision}' if revision else ''}")


@pytest.mark.parametrize(
    ("who", "opens"), [("visitor", False), ("free", False), ("curriculum", True), ("premium", True)]
)
def test_each_tier_sees_the_draft_as_its_members_would(edda: Editor, who: str, opens: bool, alice: Client) -> None:
    ref = ref_of("second-question")
    edda.write(ref, body=f"The {CANARY} sings.", teaser="The teaser of ours.")
    page = seen(edda, ref, who, "1")
    assert (CANARY in page) is opens
    assert ("The teaser of ours." in page) is not opens
    assert ("Mark as done" in page) is opens
    assert "You see this lesson as" in page
    assert "the words of revision 1" in page
    assert CANARY not in seen(edda, ref, who)
    assert CANARY not in alice.get("/curriculum/asking/second-question/").content.decode()


def test_visitor_is_asked_to_join_and_a_member_is_not(edda: Editor) -> None:
    ref = ref_of("second-question")
    assert "Join free" in seen(edda, ref, "visitor")
    assert "Join free" not in seen(edda, ref, "free")
    assert "Edda" not in seen(edda, ref, "free")


def test_page_sends_nothing_and_writes_nothing(edda: Editor, cast: Cast) -> None:
    ref = ref_of("first-question")
    answer = edda.browser.get(f"{words_of(ref)}as/premium/")
    policy = answer.headers["Content-Security-Policy"]
    assert "form-action 'none'" in policy
    assert "connect-src 'none'" in policy
    assert "public" not in answer.headers.get("Cache-Control", "")
    with program_scope(cast.a.pk):
        assert not LessonProgress.objects.exists()


def test_lesson_that_members_do_not_see_leads_back(edda: Editor) -> None:
    own = own_lesson(edda)
    answer = edda.browser.get(f"{words_of(own)}as/free/")
    assert answer.headers["Location"] == words_of(own)
    assert "Our evening" in seen(edda, own, "free", "1")
    hidden = ref_of("first-question")
    edda.post(f"{ADMIN}{hidden}/hide/", {"hidden": "yes"})
    assert edda.browser.get(f"{words_of(hidden)}as/free/").status_code == 302
    assert edda.browser.get(f"{words_of(hidden)}as/nobody/").status_code == 302


def test_page_is_in_the_language_of_the_words(edda: Editor) -> None:
    page = edda.get(f"{words_of(ref_of('first-question'), 'pt-br')}as/free/")
    assert "O arenque pergunta primeiro." in page
    assert "The herring" not in page
