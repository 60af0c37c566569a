"""The demo: two programs, a hundred members, and the same again on a second run."""

import itertools
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from members.models import Membership
from program.local.demo.fill import fill
from program.mail.models import Suspension
from program.models import Program
from program.tenancy.scope import platform_scope, program_scope
from roundtables.models import AgendaItem, Format, Presenter, Registration, Roundtable

pytestmark = pytest.mark.django_db


def counts() -> list[int]:
    with platform_scope():
        return [one.objects.count() for one in (Membership, Roundtable, Registration, Format, AgendaItem, Presenter)]


def test_demo_twice_is_the_demo_once() -> None:
    now = timezone.now()
    fill(now=now)
    first = counts()
    fill(now=now)
    assert counts() == first
    assert first[0] >= 100


def test_demo_suspends_two_addresses_a_program_and_lets_them_be_tried_again() -> None:
    now = timezone.now()
    fill(now=now)
    assert sorted(Suspension.objects.values_list("cause", flat=True)) == [
        "bounced",
        "bounced",
        "complained",
        "complained",
    ]
    Suspension.objects.all().delete()
    fill(now=now)
    assert not Suspension.objects.exists()


def test_demo_runs_weekly_at_eight_pacific_from_number_98() -> None:
    fill(now=timezone.now())
    with program_scope(Program.objects.get(slug="first-million").pk):
        tables = list(Roundtable.objects.order_by("number"))
    assert tables[0].number == 98
    assert {table.starts_at.astimezone(table.zone).strftime("%A %H:%M") for table in tables} == {"Thursday 08:00"}
    assert all(b.number == a.number + 1 for a, b in itertools.pairwise(tables))


@pytest.mark.parametrize(
    ("slug", "special", "edition", "agenda"),
    [
        ("first-million", 100, "The hundredth table", "Welcome"),
        ("brasil", 15, "Edição de aniversário", "Boas-vindas"),
    ],
)
def test_demo_has_formats_agendas_presenters_and_every_kind_of_table(
    slug: str, special: int, edition: str, agenda: str
) -> None:
    now = timezone.now()
    fill(now=now)
    with program_scope(Program.objects.get(slug=slug).pk):
        coming = Roundtable.objects.upcoming(now)
        assert coming.filter(tier="premium", state="open").count() == 1
        dates = coming.get(state="save_the_date")
        assert (dates.seats_taken, dates.registrations.count()) == (0, 0)
        assert Roundtable.objects.get(number=special).edition == edition
        assert Roundtable.objects.filter(edition="").count() == 8
        assert AgendaItem.objects.filter(title=agenda).exists()
        for table in Roundtable.objects.all():
            assert table.format
            assert sum(item.minutes for item in table.agenda.all()) == 60
        for presenter in Presenter.objects.all():
            assert len(presenter.country_name) > 2


def test_later_run_adds_what_is_missing_ahead() -> None:
    now = timezone.now()
    fill(now=now)
    fill(now=now + timedelta(weeks=3))
    with program_scope(Program.objects.get(slug="first-million").pk):
        assert Roundtable.objects.upcoming(now + timedelta(weeks=3)).count() == 5  # type: ignore[attr-defined]


def test_seats_are_counted_as_they_are_taken() -> None:
    fill(now=timezone.now())
    with platform_scope():
        for table in Roundtable.objects.all():
            assert table.seats_taken == table.registrations.filter(state="seat").count()
            assert table.seats_taken <= table.capacity


def test_demo_is_refused_where_people_are_served(settings: object) -> None:
    settings.HTTPS = True  # type: ignore[attr-defined]
    with pytest.raises(CommandError, match="LINK_SCHEME"):
        call_command("demo")
