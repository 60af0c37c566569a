"""One table for all programs: each one's staff see the addresses they wrote to, and no others."""

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from program.audit.models import Entry
from program.mail.models import Suspension
from program.mail.outbox import post
from program.mail.suspending import suspend
from program.mail.unsubscribing import preferences_path
from program.tenancy.scope import program_scope
from tests.cast import Cast
from tests.mail import kinds

assert kinds

LIST = reverse("admin:mail_suspension_changelist")
OF_B, OF_BOTH, OF_NOBODY = "onlyb@example.org", "both@example.org", "nobody@example.org"


@pytest.fixture
def suspended(cast: Cast) -> dict[str, Suspension]:
    with program_scope(cast.b.pk):
        post("test.reminder", OF_B)
        post("test.reminder", OF_BOTH)
    with program_scope(cast.a.pk):
        post("test.reminder", OF_BOTH)
        for address in (OF_B, OF_BOTH, OF_NOBODY):
            suspend(address, Suspension.Cause.BOUNCED, f"550 5.1.1 {address}")
        return {found.address: found for found in Suspension.objects.all()}


def test_staff_see_the_addresses_their_own_program_wrote_to(suspended: dict[str, Suspension], erin: Client) -> None:
    page = erin.get(LIST).content.decode()
    assert OF_BOTH in page
    assert OF_B not in page
    assert OF_NOBODY not in page
    assert OF_B not in erin.get(LIST, {"q": OF_B}).content.decode().replace(f'value="{OF_B}"', "")


def test_staff_open_no_address_of_another_program(suspended: dict[str, Suspension], erin: Client) -> None:
    for page in ("change", "history"):
        own = reverse(f"admin:mail_suspension_{page}", args=[suspended[OF_BOTH].pk])
        foreign = reverse(f"admin:mail_suspension_{page}", args=[suspended[OF_B].pk])
        assert OF_BOTH in erin.get(own).content.decode()
        assert OF_B not in erin.get(foreign, follow=True).content.decode()


def test_staff_lift_no_suspension_of_another_program(
    suspended: dict[str, Suspension], cast: Cast, erin: Client
) -> None:
    chosen = [suspended[address].pk for address in (OF_B, OF_BOTH, OF_NOBODY)]
    erin.post(LIST, {"action": "try_again", "_selected_action": chosen})
    assert set(Suspension.objects.values_list("address", flat=True)) == {OF_B, OF_NOBODY}
    with program_scope(cast.a.pk):
        assert Entry.objects.get().object_name == OF_BOTH
    with program_scope(cast.b.pk):
        assert not Entry.objects.exists()


def test_link_of_one_program_lifts_nothing_on_the_host_of_another(
    suspended: dict[str, Suspension], cast: Cast, visitor: Client
) -> None:
    path = preferences_path(cast.b, OF_B)
    assert visitor.post(path, {"wish": "again"}).status_code == 404
    assert Suspension.objects.filter(address=OF_B).exists()


def test_web_reads_and_writes_the_table_of_all_programs(cast: Cast) -> None:
    with connection.cursor() as cursor:
        for right in ("SELECT", "INSERT", "UPDATE", "DELETE"):
            cursor.execute("SELECT has_table_privilege('app_web', 'mail_suspension', %s)", [right])
            assert cursor.fetchone() == (True,)
