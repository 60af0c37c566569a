"""Who may watch which recording, and who learns its address."""

from datetime import timedelta

from django.test import Client

from members.models import Grant
from program import clock
from program.tenancy.scope import program_scope
from roundtables.models import Roundtable
from tests.cast import Cast
from tests.roundtables.conftest import STARTS
from tests.roundtables.test_pages import RECORDING, change, page


def recorded(cast: Cast, table: Roundtable) -> None:
    past = STARTS - timedelta(days=20)
    change(
        cast,
        table,
        starts_at=past,
        ends_at=past + timedelta(hours=1),
        recording_url=RECORDING,
        recording_published_at=clock.now(),
    )


def test_recording_below_the_tier_leads_to_premium_and_hides_the_link(
    alice: Client, cast: Cast, table: Roundtable
) -> None:
    recorded(cast, table)
    text = page(alice, "/roundtables/102/recording/")
    assert "This recording is not in your tier" in text
    assert 'href="/premium/"' in text
    assert RECORDING not in text + page(alice, "/roundtables/102/") + page(alice, "/recordings/")


def test_recording_opens_with_a_grant(alice: Client, cast: Cast, table: Roundtable) -> None:
    recorded(cast, table)
    with program_scope(cast.a.pk):
        Grant.objects.create(membership=cast.alice, tier="premium", reason="scholarship", starts_at=clock.now())
    assert RECORDING in page(alice, "/roundtables/102/recording/")
    assert "Ready to watch" in page(alice, "/recordings/")


def test_recording_that_is_not_published_is_not_there(alice: Client, cast: Cast, table: Roundtable) -> None:
    recorded(cast, table)
    change(cast, table, recording_published_at=None, recording_tier="free")
    answer = alice.get("/roundtables/102/recording/", secure=True, follow=True)
    assert "There is no recording of this roundtable to watch." in answer.content.decode()
    assert RECORDING not in answer.content.decode()


def test_visitor_is_asked_to_sign_in_for_a_recording(visitor: Client, cast: Cast, table: Roundtable) -> None:
    recorded(cast, table)
    answer = visitor.get("/roundtables/102/recording/", secure=True)
    assert answer["Location"] == "/accounts/login/?next=/roundtables/102/recording/"
    assert "Premium" in page(visitor, "/recordings/")
