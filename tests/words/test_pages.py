"""The member path in Portuguese: no page and no mail says a word of English."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import Client

from members.models import Grant, InviteLink, Venture, VerifiedRevenue
from program import clock
from program.models import Program
from program.tenancy.scope import platform_scope, program_scope
from roundtables.models import Registration, Roundtable
from roundtables.schedule import actions
from roundtables.seating import seats
from tests.cast import Cast
from tests.curriculum.content import Loader
from tests.mail.mailbox import Mailbox
from tests.words.catalogue import english_only
from tests.words.reading import Reader, crawl, not_portuguese, read

LESSONS = settings.LOCALE_PATHS[0].parent / "curriculum/content"
NOW = datetime(2026, 11, 16, 12, 0, tzinfo=UTC)
STARTS = datetime(2026, 11, 26, 11, 0, tzinfo=UTC)
"""A Thursday, eight in the morning in São Paulo."""

ENGLISH = english_only()


@pytest.fixture(scope="module")
def load(django_db_setup: None, django_db_blocker: Any, owner: tuple[str, str]) -> Iterator[Loader]:
    loader = Loader(owner)
    yield loader
    with django_db_blocker.unblock():
        loader.forget()


@pytest.fixture(autouse=True)
def _frozen() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def brasil(cast: Cast, load: Loader) -> Program:
    """Program A speaks Portuguese, counts in reais and has what fills every page."""
    load(LESSONS)
    words = {"name": "Primeiro Milhão", "language": "pt-br", "currency": "BRL", "time_zone": "America/Sao_Paulo"}
    with platform_scope():
        Program.objects.filter(pk=cast.a.pk).update(
            **words, tagline="Primeiro os clientes", mail_from="oi@example.org"
        )
    with program_scope(cast.a.pk):
        for number, fields in TABLES.items():
            make_table(number, **fields)
        venture = Venture.objects.create(name="Feira Certa")
        VerifiedRevenue.objects.create(venture=venture, ends_on=NOW.date(), amount=Decimal(1_250_000), jobs=7)
        InviteLink.objects.create(code="noite", ambassador=cast.frank, campaign="Café")
        Grant.objects.create(membership=cast.bob, tier="premium", reason="teste")
    cast.a.refresh_from_db()
    return cast.a


TABLES: dict[int, dict[str, Any]] = {
    7: {"starts_at": NOW - timedelta(days=9), "recording_published_at": NOW, "recording_url": "https://example.org/7"},
    8: {"starts_at": NOW - timedelta(days=2)},
    9: {"starts_at": NOW - timedelta(minutes=10)},
    10: {},
    11: {"state": "save_the_date"},
    12: {"state": "closed", "starts_at": datetime(2026, 12, 1, 22, 30, tzinfo=UTC)},
    13: {"state": "cancelled", "cancel_reason": "Chuva demais."},
    14: {"tier": "premium"},
}


def make_table(number: int, **fields: Any) -> Roundtable:
    starts_at = fields.pop("starts_at", STARTS)
    told = {"title": "Preço em voz alta", "summary": "Diga o seu preço.", "host_name": "Dana", "capacity": 1, **fields}
    times = {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=1), "time_zone": "America/Sao_Paulo"}
    room = "https://meet.example.org/sala"
    return Roundtable.objects.create(number=number, room_url=room, **times, **told)


def take(program: Program, number: int, *members: Any) -> list[Registration]:
    with program_scope(program.pk):
        table = Roundtable.objects.get(number=number)
        return [seats.register(table, member, now=clock.now()) for member in members]


def english_on(client: Client, *starts: str) -> tuple[dict[str, list[str]], set[str]]:
    pages: dict[str, Reader] = dict(crawl(client, *starts))
    assert {page.language for page in pages.values()} == {"pt-br"}
    return {path: found for path, page in pages.items() if (found := not_portuguese(page, ENGLISH))}, set(pages)


def test_visitor_reads_no_english(brasil: Program, visitor: Client) -> None:
    found, pages = english_on(visitor, "/", "/i/noite/", "/i/nada/", "/accounts/password/reset/", "/nada/")
    assert found == {}
    assert {"/premium/", "/mission/", "/accounts/signup/", "/recordings/", "/roundtables/13/"} <= pages
    assert len([path for path in pages if path.startswith("/curriculum/validation/")]) == 7


@pytest.mark.parametrize("who", ["alice", "bob", "frank"])
def test_member_reads_no_english(who: str, brasil: Program, cast: Cast, request: pytest.FixtureRequest) -> None:
    """Alice has a seat and is free, Bob waits for one and has premium, Frank invites people."""
    take(brasil, 10, cast.alice, cast.bob)
    found, pages = english_on(request.getfixturevalue(who), "/desk/", "/ambassadors/", "/roundtables/10/cancel/")
    assert found == {}
    assert {
        "/desk/",
        "/venture/",
        "/account/",
        "/roundtables/9/",
        "/curriculum/validation/the-evidence-ladder/",
    } <= pages


def test_staff_read_no_english(brasil: Program, erin: Client) -> None:
    found, pages = english_on(erin, "/admin/")
    assert found == {}
    assert {"/admin/roundtables/roundtable/add/", "/admin/mail/message/", "/admin/members/membership/"} <= pages


def test_form_errors_are_portuguese(brasil: Program, visitor: Client) -> None:
    for path in ("/accounts/signup/", "/accounts/login/", "/accounts/login/code/", "/accounts/password/reset/"):
        answer = visitor.post(path, {"email": "not an address", "password1": "short", "login": "not an address"})
        assert not_portuguese(read(answer.text), ENGLISH) == []
        assert "errorlist" in answer.text or "field-error" in answer.text or 'aria-invalid="true"' in answer.text


def test_dates_and_money_are_written_the_brazilian_way(brasil: Program, visitor: Client) -> None:
    page = visitor.get("/roundtables/10/").text
    assert "quinta-feira, 26 de novembro" in page
    assert re.search(r"\b08:00\b", page)
    assert "terça-feira, 1º de dezembro" in visitor.get("/roundtables/12/").text
    assert "AM" not in read(page).texts
    mission = re.sub(r"\s|&nbsp;", " ", visitor.get("/mission/").text)
    assert "R$ 1.250.000" in mission
    assert "R$ 1.000.000" in mission


def test_english_page_turns_the_crawl_red(brasil: Program, visitor: Client) -> None:
    """The negative control: the same page, read in English."""
    visitor.cookies["language"] = "en"
    assert len(not_portuguese(read(visitor.get("/premium/").text), ENGLISH)) > 20


@pytest.fixture
def mails(brasil: Program, cast: Cast, mailbox: Mailbox) -> Callable[[], list[Any]]:
    """Every mail a roundtable gives rise to, delivered when it is due."""

    def deliver() -> list[Any]:
        seat, _ = take(brasil, 10, cast.alice, cast.bob)
        for before in (timedelta(days=7), timedelta(hours=24), timedelta(hours=1)):
            mailbox.deliver_all(STARTS - before)
        with program_scope(brasil.pk):
            table = seats.lock(seat.roundtable_id)
            table.starts_at, table.ends_at = STARTS + timedelta(hours=1), STARTS + timedelta(hours=2)
            actions.save_changed(table, now=NOW)
        mailbox.deliver_all()
        with program_scope(brasil.pk):
            seats.cancel(seat, now=NOW)
        mailbox.deliver_all()
        with program_scope(brasil.pk):
            actions.call_off(table, "Chuva demais.", by=cast.erin.user, now=NOW)
        return mailbox.deliver_all()

    return deliver


def test_mails_of_a_roundtable_are_portuguese(mails: Callable[[], list[Any]], mailbox: Mailbox) -> None:
    letters = mails()
    assert len(letters) == 10
    for letter in letters:
        lines = [" ".join(line.split()) for line in (letter.subject, *letter.body.splitlines())]
        read_as_html = read(mailbox.html_of(letter))
        assert read_as_html.language == "pt-br"
        assert not_portuguese(read_as_html, ENGLISH) == []
        assert [line for line in lines if ENGLISH.fullmatch(line)] == []
        assert "quinta-feira, 26 de novembro de 2026" in letter.body
