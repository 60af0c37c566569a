"""A page is the same whether its parts are fresh or were kept for somebody else."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils import timezone

from members.models import Membership
from program.tenancy.hosts import forget_hosts
from program.tenancy.scope import program_scope
from roundtables.models import Roundtable
from tests.cast import Cast
from tests.conftest import HOST_A, HOST_B, browser_of

PATHS = ("/", "/desk/", "/curriculum/", "/roundtables/", "/premium/", "/account/")
TOKEN = re.compile(r'(name="csrfmiddlewaretoken" value=")\w+')


@pytest.fixture
def readers(cast: Cast) -> list[Client]:
    """Readers who differ in one thing each: name, role, language, zone, theme, program."""
    with program_scope(cast.a.pk):
        Membership.objects.filter(pk=cast.bob.pk).update(language="pt-br")
        Membership.objects.filter(pk=cast.dana.pk).update(time_zone="Asia/Kolkata")
        begins = timezone.now() + timedelta(days=3)
        Roundtable.objects.create(
            number=1, title="Pricing", starts_at=begins, ends_at=begins + timedelta(hours=1), time_zone="UTC"
        )
    members = [
        browser_of(who, HOST_A) for who in (cast.alice, cast.bob, cast.dana, cast.erin, cast.frank, cast.charlie, None)
    ]
    for cookie, value in (("theme", "dark"), ("pages", "text"), ("zone", "Asia/Kolkata"), ("zone", "UTC")):
        members.append(browser_of(cast.alice, HOST_A))
        members[-1].cookies[cookie] = value
    return [*members, browser_of(cast.charlie, HOST_B)]


def pages(browser: Client, *, fresh: bool) -> Iterator[str]:
    for path in PATHS:
        if fresh:
            caches["template_fragments"].clear()
        answer = browser.get(path)
        yield f"{answer.headers.get('Location')} {TOKEN.sub(r'\1', answer.content.decode())}"


def test_no_reader_sees_a_part_that_was_kept_for_another(readers: list[Client]) -> None:
    fresh = [list(pages(reader, fresh=True)) for reader in readers]
    assert len({front for front, *_ in fresh}) == len(readers)
    for _ in range(2):
        assert [list(pages(reader, fresh=False)) for reader in readers] == fresh


def test_parts_say_what_staff_wrote_last(cast: Cast, alice: Client) -> None:
    alice.get("/desk/")
    with program_scope(cast.a.pk):
        cast.a.tagline = "Customers first"
        cast.a.save(update_fields=["tagline"])
    forget_hosts()
    assert "<p>Customers first</p>" in alice.get("/desk/").content.decode()
