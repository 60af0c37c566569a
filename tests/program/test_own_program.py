"""Owners change their own program in the admin, and only it."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from program.models import Program
from tests.cast import Cast
from tests.conftest import HOST_B, browser_of
from tests.isolation.test_caches import PIXEL

ASKED = {
    "name": "Founders of the North",
    "tagline": "Customers first",
    "accent": "#aa3355",
    "legal_note": "Education, not advice.",
    "language": "pt-br",
    "time_zone": "America/Sao_Paulo",
    "currency": "brl",
    "milestone": "1000000",
    "signup_policy": "invite",
    "mail_from": "ola@north.example",
}


def save(browser: Client, program: Program, **changed: Any) -> str:
    response = browser.post(f"/admin/program/program/{program.pk}/change/", {**ASKED, **changed}, follow=True)
    return response.content.decode()


def test_new_brand_shows_on_this_program_only(erin: Client, cast: Cast) -> None:
    save(erin, cast.a)
    page = Client(headers={"host": "a.localhost"}).get("/?fresh").content.decode()
    assert "Founders of the North" in page
    assert "Education, not advice." in page
    assert "/brand/aa3355.css" in page
    assert '<html lang="pt-br"' in page
    other = Client(headers={"host": HOST_B}).get("/").content.decode()
    assert "Founders of the North" not in other


def test_currency_is_kept_as_its_code(erin: Client, cast: Cast) -> None:
    save(erin, cast.a)
    cast.a.refresh_from_db()
    assert cast.a.currency == "BRL"


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("logo", SimpleUploadedFile("logo.png", b"MZ this is a program"), "not a PNG, JPEG or WebP picture"),
        (
            "logo",
            SimpleUploadedFile("logo.svg", b"<svg onload='x'/>", "image/svg+xml"),
            "not a PNG, JPEG or WebP picture",
        ),
        ("logo", SimpleUploadedFile("logo.png", PIXEL + b"0" * 1_000_001), "larger than 1 MB"),
        ("accent", "green", "Write the colour as # and six digits"),
        ("currency", "XYZ", "is not a currency"),
    ],
)
def test_wrong_value_is_said_beside_the_field_and_what_was_typed_stays(
    field: str, value: Any, said: str, erin: Client, cast: Cast
) -> None:
    page = save(erin, cast.a, **{field: value})
    assert said in page
    assert "Founders of the North" in page
    cast.a.refresh_from_db()
    assert cast.a.name == "Program A"


def test_picture_becomes_the_logo_under_a_name_of_its_own(erin: Client, cast: Cast) -> None:
    save(erin, cast.a, logo=SimpleUploadedFile("../../evil.html", PIXEL))
    cast.a.refresh_from_db()
    assert cast.a.logo_url is not None
    response = erin.get(cast.a.logo_url)
    assert response.headers["Content-Type"] == "image/png"
    assert b"".join(response.streaming_content) == PIXEL  # type: ignore[attr-defined]


def test_same_picture_twice_is_still_shown(erin: Client, cast: Cast) -> None:
    """The storage gives the second file a name of its own."""
    for _ in range(2):
        save(erin, cast.a, logo=SimpleUploadedFile("logo.png", PIXEL))
        cast.a.refresh_from_db()
        assert erin.get(str(cast.a.logo_url)).status_code == 200


def test_other_program_cannot_be_opened_nor_saved(erin: Client, cast: Cast) -> None:
    assert erin.get(f"/admin/program/program/{cast.b.pk}/change/").status_code == 302
    save(erin, cast.b)
    cast.b.refresh_from_db()
    assert cast.b.name == "Program B"


def test_coach_may_not_change_the_program(cast: Cast) -> None:
    dana = browser_of(cast.dana, "a.localhost")
    assert dana.post(f"/admin/program/program/{cast.a.pk}/change/", ASKED).status_code == 403
