"""The picture others show for a roundtable's link."""

from io import BytesIO
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from program.models import Program
from program.tenancy.scope import platform_scope, program_scope
from roundtables.models import Presenter, Roundtable
from roundtables.pages.card import Card, card_of
from roundtables.pages.card_picture import ROOM, draw
from roundtables.pages.card_type import Face
from roundtables.pages.page import numbered
from roundtables.schedule.agenda import presenters_of
from tests.cast import Cast
from tests.roundtables.conftest import make_roundtable
from tests.roundtables.test_pages import change

CARD = "/roundtables/102/card.png"


def told(cast: Cast) -> Card:
    with program_scope(cast.a.pk):
        (table,) = numbered(102)
        return card_of(table, presenters_of(table), Program.objects.get(pk=cast.a.pk))


def opened(picture: bytes) -> Any:
    return Image.open(BytesIO(picture)).convert("RGB")


def card(**changed: str) -> Card:
    words = {
        "program": "First Million", "logo": "", "number": "102", "kind": "Showcase", "edition": "", "note": "",
        "title": "Pricing out loud", "date": "Thursday, October 1, 2026, 8:00 AM PDT", "utc": "15:00 UTC",
        "host": "Dana", "presenters": "Ada", "accent": "#14532d", "ink": "#ffffff", "accent_text": "#14532d",
    }  # fmt: skip
    return Card(**{**words, **changed})


def test_card_is_a_picture_of_the_size_others_show(visitor: Client, table: Roundtable) -> None:
    answer = visitor.get(CARD, secure=True)
    assert answer["Content-Type"] == "image/png"
    assert answer["Cache-Control"] == "public, max-age=3600"
    assert opened(answer.content).size == (1200, 630)
    assert len(answer.content) < 60_000


def test_card_that_is_known_is_not_sent_again(visitor: Client, table: Roundtable) -> None:
    etag = visitor.get(CARD, secure=True)["ETag"]
    again = visitor.get(CARD, secure=True, headers={"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")


def test_card_is_drawn_once_and_anew_when_it_says_something_else(
    visitor: Client, cast: Cast, table: Roundtable
) -> None:
    first = visitor.get(CARD, secure=True)
    with program_scope(cast.a.pk):
        cache.set(f"card:{told(cast).digest}", b"kept")
    assert visitor.get(CARD, secure=True).content == b"kept"
    assert visitor.get(f"{CARD}?made-up", secure=True).content == b"kept"
    change(cast, table, seats_taken=2)
    assert visitor.get(CARD, secure=True).content == b"kept"
    change(cast, table, title="Another title")
    changed = visitor.get(CARD, secure=True)
    assert changed["ETag"] != first["ETag"]
    assert changed.content != b"kept"


def test_card_of_another_program_is_neither_found_nor_shared(charlie: Client, cast: Cast, table: Roundtable) -> None:
    assert charlie.get(CARD, secure=True).status_code == 404
    with program_scope(cast.a.pk):
        cache.set("card:x", b"kept")
    with program_scope(cast.b.pk):
        assert cache.get("card:x") is None


def test_draft_has_no_card(visitor: Client, cast: Cast) -> None:
    with program_scope(cast.a.pk):
        make_roundtable(state="draft")
    assert visitor.get(CARD, secure=True).status_code == 404


def test_card_costs_a_question(visitor: Client, table: Roundtable) -> None:
    visitor.get(CARD, secure=True)
    assert asked_of(visitor) <= 1


def asked_of(client: Client) -> int:
    with CaptureQueriesContext(connection) as queries:
        client.get(CARD, secure=True)
    return len([query for query in queries.captured_queries if query["sql"].startswith("SELECT")])


def test_card_speaks_the_programs_language_on_its_clocks(cast: Cast, table: Roundtable) -> None:
    with platform_scope():
        Program.objects.filter(pk=cast.a.pk).update(language="pt-br", time_zone="Asia/Tokyo")
    with program_scope(cast.a.pk):
        Presenter.objects.create(roundtable=table, name="Ada")
    found = told(cast)
    assert (found.kind, found.number, found.title) == ("Mesa-redonda", "102", "Pricing out loud")
    assert found.date.startswith("sexta-feira, 2 de outubro de 2026, 00:00")
    assert "15:00" in found.utc
    assert "1 de out" in found.utc or "1º de out" in found.utc  # It is still the day before there.
    assert found.presenters == "Ada"


def test_card_is_in_the_programs_colour(cast: Cast) -> None:
    assert opened(draw(card(accent="#9a3b1b"))).getpixel((5, 315)) == (0x9A, 0x3B, 0x1B)


TITLES = {
    "wide": "W" * 120,
    "short words": "a " * 60,
    "accents": "Preço, Łódź & São Tomé",
    "right to left": "كيف تبيع قبل أن تبني",
    "no blanks": "先卖出去再去做产品",
    "pictographs": "Pricing \N{ROCKET}\N{WOMAN}\N{ZERO WIDTH JOINER}\N{PERSONAL COMPUTER}",
    "nothing to see": "\N{ZERO WIDTH SPACE}\N{RIGHT-TO-LEFT MARK}\N{RIGHT-TO-LEFT OVERRIDE}",
    "marks": "V\N{COMBINING TILDE}\N{COMBINING LONG SOLIDUS OVERLAY}\N{COMBINING DIAERESIS}",
    "empty": "",
}


@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES)
def test_card_takes_any_title(title: str) -> None:
    picture = opened(draw(card(title=title, number="2147483647", edition=title[:60], presenters=title, program=title)))
    edge = picture.crop((1200 - 20, 140, 1200, 630)).getcolors()
    assert edge == [(20 * 490, (0xF9, 0xF6, 0xF0))]  # Nothing runs out of the paper.


def test_longest_title_is_set_whole() -> None:
    face = Face("newsreader", 400)
    lines = face.lines("W" * 120, 30, ROOM)
    assert "".join(lines) == "W" * 120
    assert all(face.width(line, 30) <= ROOM for line in lines)


def test_pictographs_are_left_out_and_words_stay() -> None:
    assert Face("newsreader", 400).readable("Pricing 🚀 out  loud") == "Pricing out loud"
    assert Face("newsreader", 400).readable("Łódź") == "Łódź"


def test_card_bears_the_logo(cast: Cast, visitor: Client, table: Roundtable, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    file = BytesIO()
    Image.new("RGB", (400, 100), "#ff00ff").save(file, "PNG")
    with platform_scope():
        program = Program.objects.get(pk=cast.a.pk)
        program.logo = ContentFile(file.getvalue(), name="logo.png")
        program.save()
    with program_scope(cast.a.pk):
        picture = opened(draw(told(cast), program.logo))
    assert picture.getpixel((470, 75)) == (255, 0, 255)


def test_card_goes_without_a_logo_whose_file_is_gone(cast: Cast, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    gone = "programs/1/logo-0123456789abcdef.png"
    assert opened(draw(card(logo=gone), Program(name="A", logo=gone).logo)).size == (1200, 630)
