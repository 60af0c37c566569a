"""What a visitor meets at Caddy, before the application: certificates, redirects, headers, limits, the log."""

import json
import ssl
import time
from collections.abc import Iterator

import pytest

from tests.deploy.front_door import FrontDoor, open_front_door

HOST = "program-a.example"

pytestmark = pytest.mark.enable_socket


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FrontDoor]:
    with open_front_door(tmp_path_factory.mktemp("caddy"), allowed=HOST) as opened:
        yield opened


def test_host_of_a_program_gets_a_certificate_and_its_page(door: FrontDoor) -> None:
    answer = door.get(HOST, "/")
    assert (answer.status, b"worth compressing" in answer.body) == (200, True)
    assert f"/tls/allowed?domain={HOST}" in door.upstream.asked


def test_host_of_nobody_gets_no_certificate(door: FrontDoor) -> None:
    with pytest.raises(ssl.SSLError):
        door.get("stranger.example", "/")
    assert "/tls/allowed?domain=stranger.example" in door.upstream.asked


def test_plain_address_is_sent_to_the_secure_one(door: FrontDoor) -> None:
    answer = door.get_plain(HOST, "/roundtables/")
    assert answer.status == 308
    assert answer.headers["Location"].startswith(f"https://{HOST}")


def test_answer_asks_for_https_next_time_and_names_no_server(door: FrontDoor) -> None:
    answer = door.get(HOST, "/")
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "Server" not in answer.headers


@pytest.mark.parametrize("encoding", ["gzip", "zstd"])
def test_page_is_compressed_as_the_browser_likes_it(door: FrontDoor, encoding: str) -> None:
    answer = door.get(HOST, "/", {"Accept-Encoding": encoding})
    assert answer.headers["Content-Encoding"] == encoding
    assert len(answer.body) < 500


def test_forwarded_headers_of_a_client_are_replaced(door: FrontDoor) -> None:
    door.get(
        HOST,
        "/",
        {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "http", "X-Forwarded-Host": "stranger.example"},
    )
    seen = door.upstream.requests[-1]
    assert (seen["X-Forwarded-For"], seen["X-Forwarded-Proto"], seen["X-Forwarded-Host"]) == (
        "127.0.0.1",
        "https",
        HOST,
    )
    assert seen["Host"] == HOST


def test_question_about_certificates_cannot_be_asked_from_outside(door: FrontDoor) -> None:
    before = len(door.upstream.asked)
    assert door.get(HOST, "/tls/allowed?domain=program-b.example").status == 404
    assert len(door.upstream.asked) == before


def test_body_within_the_limit_arrives(door: FrontDoor) -> None:
    assert door.send("POST", HOST, "/venture/", body=b"x" * 2_000_000).status == 200


def test_body_over_the_limit_is_refused_and_the_next_page_answers_at_once(door: FrontDoor) -> None:
    assert door.send("POST", HOST, "/venture/", body=b"x" * 25_000_001).status == 413
    asked_at = time.monotonic()
    assert door.get(HOST, "/").status == 200
    assert time.monotonic() - asked_at < 5


@pytest.mark.parametrize(
    ("path", "logged"),
    [
        ("/roundtables/98/", "/roundtables/98/"),
        ("/news/?page=2", "/news/…"),
        ("/i/SECRET7/", "/i/…"),
        ("/u/SECRET7/", "/u/…"),
        ("/calendar/SECRET7.ics", "/calendar/…"),
        ("/accounts/password/reset/key/SECRET7/", "/accounts/password/reset/key/…"),
        ("/accounts/google/login/callback/?code=SECRET7", "/accounts/google/login/callback/…"),
    ],
)
def test_log_keeps_the_page_and_no_token(door: FrontDoor, path: str, logged: str) -> None:
    door.get(HOST, path, {"Cookie": "sessionid=SECRET7", "Referer": f"https://{HOST}/i/SECRET7/"})
    lines = [json.loads(line) for line in door.log.read_text().splitlines() if "handled request" in line]
    assert lines[-1]["request"]["uri"] == logged
    assert "SECRET7" not in door.log.read_text()
