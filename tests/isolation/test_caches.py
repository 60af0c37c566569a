"""Cache keys carry the program, hosts decide it, and files are found through it."""

import pytest
from django.core.cache import cache, caches
from django.core.files.base import ContentFile
from django.test import Client

from program.tenancy.scope import NoProgram, platform_scope, program_scope
from tests.cast import Cast
from tests.conftest import HOST_A, HOST_B

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63606060000000040001"
    "f61738550000000049454e44ae426082"
)


def test_same_key_in_two_programs_is_two_values(cast: Cast) -> None:
    with program_scope(cast.a.pk):
        cache.set("word", "of A")
    with program_scope(cast.b.pk):
        assert cache.get("word") is None
    with program_scope(cast.a.pk):
        assert cache.get("word") == "of A"


def test_key_without_a_program_is_refused() -> None:
    with pytest.raises(NoProgram, match="word"):
        cache.get("word")
    cache.set("global:word", 1)
    assert cache.get("global:word") == 1


def test_sessions_are_named_apart_from_the_cache() -> None:
    assert caches["sessions"].make_key("abc") != cache.make_key("global:abc")


def test_kept_page_of_one_program_is_not_shown_on_another_host(cast: Cast) -> None:
    for host, name in [(HOST_A, "Program A"), (HOST_B, "Program B")] * 2:
        page = Client(headers={"host": host}).get("/").content.decode()
        other = "Program B" if name == "Program A" else "Program A"
        assert name in page
        assert other not in page


def test_logo_is_served_by_its_own_program_only(cast: Cast) -> None:
    with platform_scope():
        cast.a.logo = ContentFile(PIXEL, name="whatever.exe")
        cast.a.save()
    name = cast.a.logo.name.rpartition("/")[2]
    assert cast.a.logo.name.startswith(f"programs/{cast.a.pk}/logo-")
    assert Client(headers={"host": HOST_A}).get(f"/brand/{name}").headers["Content-Type"] == "image/png"
    assert Client(headers={"host": HOST_B}).get(f"/brand/{name}").status_code == 404


def test_unknown_host_says_which_hosts_are_served(cast: Cast) -> None:
    response = Client(headers={"host": "nobody.example"}).get("/")
    assert response.status_code == 404
    assert HOST_A in response.content.decode()


@pytest.mark.parametrize(
    "host", ["", "a.localhost.evil.example", "[::1]", "a" * 300, "ä.localhost", "a.localhost:99999x"]
)
def test_odd_host_is_never_an_error(host: str, cast: Cast) -> None:
    assert Client(headers={"host": host}).get("/").status_code in (200, 400, 404)


def test_host_is_known_in_any_case_and_with_a_port(cast: Cast) -> None:
    for host in ("A.LocalHost", "a.localhost:8000", "a.localhost."):
        assert Client(headers={"host": host}).get("/").status_code == 200
