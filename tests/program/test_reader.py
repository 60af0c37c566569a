"""Language, zone and theme: whose choice counts, and that a link cannot lead away."""

import pytest
from django.test import Client

from members.models import Membership
from program.tenancy.scope import program_scope
from tests.cast import Cast

HOME_IN = {"en": "Your first million comes", "pt-br": "Seu primeiro"}


def prefer(cast: Cast, **fields: str) -> None:
    with program_scope(cast.a.pk):
        Membership.objects.filter(pk=cast.alice.pk).update(**fields)


def test_members_language_holds_in_a_new_browser(alice: Client, cast: Cast) -> None:
    prefer(cast, language="pt-br")
    assert "Seu painel" in alice.get("/desk/").content.decode()


def test_choice_in_this_browser_goes_before(alice: Client, cast: Cast) -> None:
    prefer(cast, language="pt-br")
    alice.cookies["language"] = "en"
    assert "Your desk" in alice.get("/desk/").content.decode()


@pytest.mark.parametrize("language", HOME_IN)
def test_visitor_chooses_a_language_and_comes_back(language: str, visitor: Client) -> None:
    response = visitor.get("/language/", {"set": language, "next": "/?again"})
    assert response.headers["Location"] == "/?again"
    assert HOME_IN[language] in visitor.get("/?again").content.decode()


@pytest.mark.parametrize("path", ["/language/", "/theme/", "/zone/", "/pages/"])
def test_unknown_choice_is_not_kept(path: str, visitor: Client) -> None:
    response = visitor.get(path, {"set": "../../etc/passwd", "next": "/mission/"})
    assert response.headers["Location"] == "/mission/"
    assert not response.cookies


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"]
)
def test_next_stays_on_this_host(target: str, visitor: Client) -> None:
    assert visitor.get("/theme/", {"set": "dark", "next": target}).headers["Location"] == "/"


def test_zone_of_the_browser_shows_without_scripts(visitor: Client) -> None:
    visitor.get("/zone/", {"set": "Asia/Kolkata"})
    assert visitor.cookies["zone"].value == "Asia/Kolkata"


def test_theme_is_on_the_page_from_the_first_byte(visitor: Client) -> None:
    visitor.get("/theme/", {"set": "dark"})
    assert 'data-theme="dark"' in visitor.get("/").content.decode()


def test_text_only_is_remembered_and_fetches_no_fonts(visitor: Client) -> None:
    assert 'as="font"' in visitor.get("/").content.decode()
    visitor.get("/pages/", {"set": "text"})
    page = visitor.get("/").content.decode()
    assert 'data-pages="text"' in page
    assert 'as="font"' not in page
    visitor.get("/pages/", {"set": "full"})
    assert 'as="font"' in visitor.get("/").content.decode()
