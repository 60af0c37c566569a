"""A roundtable's page as people want to share it: agenda, presenters, both zones, and what others show of its link."""

import json
import re
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.utils.html import escape

from program.mail.links import absolute
from program.tenancy.scope import program_scope
from roundtables.models import Format, Roundtable
from roundtables.schedule.agenda import AgendaItem, Presenter
from tests.cast import Cast
from tests.roundtables.conftest import BEFORE, STARTS
from tests.roundtables.test_pages import asked, change, page

PAGE = "/roundtables/102/"


def public(cast: Cast) -> str:
    return absolute(cast.a, PAGE)


def set_the_table(table: Roundtable) -> None:
    with program_scope(table.program.pk):
        for place, (title, minutes) in enumerate([("Welcome", 5), ("Three ventures show", 1)]):
            AgendaItem.objects.create(roundtable=table, position=place, title=title, minutes=minutes)
        Presenter.objects.create(roundtable=table, name="Anjali Rao", venture="Ledgerly", country="IN")
        Presenter.objects.create(roundtable=table, position=1, name="Bao <b>Tran</b>")


def event_of(text: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text)
    assert found
    return dict(json.loads(found[1]))


def meta(text: str) -> dict[str, str]:
    return dict(re.findall(r'<meta (?:property|name)="([\w:]+)"\s+content="([^"]*)"', text))


def test_agenda_has_each_hour_in_both_zones(visitor: Client, table: Roundtable) -> None:
    set_the_table(table)
    visitor.cookies["zone"] = "Asia/Kolkata"
    words = " ".join(re.sub(r"<[^>]+>", " ", page(visitor, PAGE)).split())
    assert re.search(r"8:00 AM PDT 8:30 PM \S+ Welcome 5 minutes", words)
    assert re.search(r"8:05 AM PDT 8:35 PM \S+ Three ventures show 1 minute ", words)
    assert "What happens at a roundtable" not in words


def test_without_an_agenda_the_page_says_what_happens(visitor: Client, table: Roundtable) -> None:
    assert "What happens at a roundtable" in page(visitor, PAGE)


def test_presenters_have_venture_and_country_in_the_readers_language(visitor: Client, table: Roundtable) -> None:
    set_the_table(table)
    text = page(visitor, PAGE)
    for words in ("Anjali Rao", "Ledgerly · India", "Bao &lt;b&gt;Tran"):
        assert words in text
    visitor.cookies["language"] = "pt-br"
    assert "Ledgerly · Índia" in page(visitor, PAGE)


def test_edition_stands_above_the_number_and_the_format_beside_the_host(
    visitor: Client, cast: Cast, table: Roundtable
) -> None:
    with program_scope(cast.a.pk):
        chosen = Format.objects.create(slug="clinic", name="Clinic & Co")
    change(cast, table, edition="The hundredth", format=chosen)
    text = page(visitor, PAGE)
    assert text.index("The hundredth") < text.index('class="numeral"')
    assert "Clinic &amp; Co" in text
    assert "At the head of the table: Dana" in text


def test_visitor_can_choose_a_zone_without_a_script_and_comes_back(visitor: Client, table: Roundtable) -> None:
    for path in (PAGE, "/roundtables/?view=month&month=2026-10"):
        text = page(visitor, path)
        assert "Times in: UTC" in text
        assert f'<input type="hidden" name="next" value="{escape(path)}">' in text
        assert '<option value="Asia/Kolkata">' in text
        assert '<option value="UTC">' in text
        assert "Asia/Calcutta" not in text
    answer = visitor.get("/zone/", {"set": "Asia/Kolkata", "next": PAGE}, secure=True)
    assert answer["Location"] == PAGE
    assert "Times in: Kolkata" in page(visitor, PAGE)
    assert "data-zone-offer" not in page(visitor, PAGE)
    visitor.cookies["zone"] = "Asia/Calcutta"
    assert "Times in: Kolkata" in page(visitor, PAGE)


def test_member_changes_the_zone_in_the_profile(alice: Client, table: Roundtable) -> None:
    text = page(alice, PAGE)
    assert "Times in: UTC" in text
    assert "zone_set" not in text


def test_zone_of_the_same_clocks_is_not_told_twice(visitor: Client, table: Roundtable) -> None:
    visitor.cookies["zone"] = "America/Tijuana"
    assert "Your time: " not in page(visitor, PAGE)
    visitor.cookies["zone"] = "America/New_York"
    assert "Your time: Oct 1, 11:00 AM EDT" in page(visitor, PAGE)


def test_link_shows_title_words_and_card_elsewhere(visitor: Client, cast: Cast, table: Roundtable) -> None:
    change(cast, table, title='Pricing "out" loud', summary="Bring your price & say it.")
    text = page(visitor, PAGE)
    told = meta(text)
    assert f'<link rel="canonical" href="{public(cast)}">' in text
    assert told["og:title"] == "No. 102: Pricing &quot;out&quot; loud"
    assert told["og:description"] == "Bring your price &amp; say it."
    assert told["og:url"] == public(cast)
    assert told["og:type"] == "website"
    assert told["twitter:card"] == "summary_large_image"
    assert told["og:image"].startswith(f"{public(cast)}card.png?")
    parts = urlsplit(told["og:image"])
    assert visitor.get(f"{parts.path}?{parts.query}", secure=True)["Content-Type"] == "image/png"


def test_page_without_a_summary_describes_itself_by_its_date(visitor: Client, cast: Cast, table: Roundtable) -> None:
    change(cast, table, summary="")
    assert meta(page(visitor, PAGE))["description"].startswith("Thursday, October 1, 2026, 8:00 AM PDT")


@pytest.mark.parametrize(
    ("fields", "availability"),
    [
        ({}, "InStock"),
        ({"seats_taken": 3}, "SoldOut"),
        ({"state": "closed"}, "OutOfStock"),
        ({"state": "save_the_date"}, "PreOrder"),
        ({"state": "cancelled"}, "Discontinued"),
        ({"starts_at": BEFORE - timedelta(hours=2), "ends_at": BEFORE}, "OutOfStock"),
    ],
)
def test_structured_data_says_what_may_be_had(
    visitor: Client, cast: Cast, table: Roundtable, fields: dict[str, Any], availability: str
) -> None:
    with program_scope(cast.a.pk):
        fresh = Roundtable.objects.create(
            number=103, title="T", time_zone="UTC", capacity=3,
            **{"starts_at": STARTS, "ends_at": STARTS + timedelta(hours=1), **fields},
        )  # fmt: skip
    event = event_of(page(visitor, f"/roundtables/{fresh.number}/"))
    assert event["offers"]["availability"] == f"https://schema.org/{availability}"
    is_off = fields.get("state") == "cancelled"
    assert event["eventStatus"] == f"https://schema.org/Event{'Cancelled' if is_off else 'Scheduled'}"


def test_structured_data_has_performers_and_the_card(visitor: Client, table: Roundtable) -> None:
    set_the_table(table)
    text = page(visitor, PAGE)
    event = event_of(text)
    assert event["performer"][0] == {
        "@type": "Person",
        "name": "Anjali Rao",
        "worksFor": {"@type": "Organization", "name": "Ledgerly"},
    }
    assert event["performer"][1]["name"] == "Bao <b>Tran</b>"
    assert event["image"] == meta(text)["og:image"]
    assert event["startDate"] == "2026-10-01T08:00:00-07:00"


def test_page_offers_plain_links_to_pass_it_on(visitor: Client, cast: Cast, table: Roundtable) -> None:
    change(cast, table, title="Price & value: 100% + more?")
    text = page(visitor, PAGE).replace("&amp;", "&")
    assert f'value="{public(cast)}" readonly' in text
    mail = re.search(r'href="(mailto:[^"]*)"', text)
    whatsapp = re.search(r'href="(https://wa\.me/[^"]*)"', text)
    linkedin = re.search(r'href="(https://www\.linkedin\.com/[^"]*)"', text)
    assert mail
    assert whatsapp
    assert linkedin
    assert parse_qs(urlsplit(mail[1]).query)["subject"] == ["No. 102: Price & value: 100% + more?"]
    assert public(cast) in parse_qs(urlsplit(whatsapp[1]).query)["text"][0]
    assert parse_qs(urlsplit(linkedin[1]).query) == {"url": [public(cast)]}


def test_called_off_is_not_passed_on(visitor: Client, cast: Cast, table: Roundtable) -> None:
    change(cast, table, state="cancelled")
    assert "Pass it on" not in page(visitor, PAGE)


def test_agenda_and_presenters_cost_no_query(alice: Client, table: Roundtable) -> None:
    set_the_table(table)
    assert asked(alice, PAGE) == 4
