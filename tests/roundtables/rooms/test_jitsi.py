"""Rooms at Jitsi: a name nobody guesses, and a token that says who comes and for how long."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import time_machine
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client

from members.models import Membership
from program.tenancy.scope import program_scope
from roundtables.models import Guest, Registration, RoomService, Roundtable
from tests.cast import Cast
from tests.roundtables.conftest import STARTS, make_roundtable
from tests.roundtables.rooms.conftest import JITSI_SECRET, seat_of, with_jitsi

DOORS = STARTS - timedelta(minutes=15)


@pytest.fixture(scope="module")
def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def pem(key: rsa.RSAPrivateKey) -> str:
    kind = serialization.PrivateFormat.PKCS8
    return key.private_bytes(serialization.Encoding.PEM, kind, serialization.NoEncryption()).decode()


def led_to(client: Client, seat: Registration) -> str:
    with time_machine.travel(DOORS, tick=False):
        answer = client.get(f"{seat.path}join/", secure=True)
    assert answer.status_code == 302
    return str(answer["Location"])


def claims(address: str, key: object = JITSI_SECRET, algorithm: str = "HS256") -> dict[str, object]:
    (token,) = parse_qs(urlsplit(address).query)["jwt"]
    with time_machine.travel(DOORS, tick=False):
        told: dict[str, object] = jwt.decode(token, key, [algorithm], audience="jitsi")  # type: ignore[arg-type]
    return told


def test_token_says_who_comes_and_for_how_long(cast: Cast, table: Roundtable, visitor: Client) -> None:
    with_jitsi(cast)
    address = led_to(visitor, seat_of(cast, table, cast.alice))
    told = claims(address)
    assert urlsplit(address).hostname == "meet.jit.example"
    assert urlsplit(address).path == f"/{told['room']}"
    assert (told["iss"], told["sub"]) == ("founders", "meet.jit.example")
    assert told["nbf"] == DOORS.timestamp()
    assert told["exp"] == (STARTS + timedelta(hours=2)).timestamp()
    user = told["context"]["user"]  # type: ignore[index]
    assert (user["name"], user["moderator"], user["affiliation"]) == ("Alice", "false", "member")
    assert "alice@example.org" not in str(told)


@pytest.mark.parametrize(("who", "leads"), [("dana", "true"), ("erin", "true"), ("frank", "false"), ("bob", "false")])
def test_only_coaches_hosts_and_staff_moderate(
    cast: Cast, table: Roundtable, visitor: Client, who: str, leads: str
) -> None:
    with_jitsi(cast)
    member: Membership = getattr(cast, who)
    told = claims(led_to(visitor, seat_of(cast, table, member)))
    assert told["context"]["user"]["moderator"] == leads  # type: ignore[index]


def test_name_is_the_roundtables_own_and_stays(cast: Cast, table: Roundtable, visitor: Client) -> None:
    with_jitsi(cast)
    alice, bob = seat_of(cast, table, cast.alice), seat_of(cast, table, cast.bob)
    with program_scope(cast.a.pk):
        other = seat_of(cast, make_roundtable(103), cast.alice)
    room = urlsplit(led_to(visitor, alice)).path
    assert urlsplit(led_to(visitor, bob)).path == room
    assert urlsplit(led_to(visitor, other)).path != room
    with program_scope(cast.a.pk):
        service = RoomService.objects.get()
        service.seal(secret="another-secret-that-prosody-knows-by-now")
        service.save()
    assert urlsplit(led_to(visitor, alice)).path == room


def test_service_of_8x8_gets_a_signature_of_its_key(
    cast: Cast, table: Roundtable, visitor: Client, key: rsa.RSAPrivateKey
) -> None:
    with_jitsi(
        cast, server="https://8x8.vc", app_id="vpaas-magic-cookie-1", key_id="vpaas-magic-cookie-1/4f", secret=pem(key)
    )
    address = led_to(visitor, seat_of(cast, table, cast.alice))
    told = claims(address, key.public_key(), "RS256")
    assert urlsplit(address).path == f"/vpaas-magic-cookie-1/{told['room']}"
    assert (told["iss"], told["sub"]) == ("chat", "vpaas-magic-cookie-1")
    assert jwt.get_unverified_header(address.partition("jwt=")[2])["kid"] == "vpaas-magic-cookie-1/4f"


@pytest.mark.parametrize("broken", [{"key_id": "k", "secret": "no key at all"}, {"server": ""}, {"secret": ""}])
def test_service_that_cannot_sign_leads_to_the_link(
    cast: Cast, table: Roundtable, visitor: Client, broken: dict[str, str]
) -> None:
    with_jitsi(cast, **broken)  # type: ignore[arg-type]
    assert led_to(visitor, seat_of(cast, table, cast.alice)) == table.room_url


def test_lost_key_leads_to_the_link(cast: Cast, table: Roundtable, visitor: Client, settings: object) -> None:
    with_jitsi(cast)
    seat = seat_of(cast, table, cast.alice)
    settings.SECRET_KEY = "another" * 9  # type: ignore[attr-defined]
    assert led_to(visitor, seat) == table.room_url


def test_guest_comes_by_name(cast: Cast, table: Roundtable, visitor: Client) -> None:
    with_jitsi(cast)
    with program_scope(cast.a.pk):
        guest = Guest.objects.create(email="gina@example.org", name="Gina")
        seat = Registration.objects.create(roundtable=table, guest=guest, state="seat")
    told = claims(led_to(visitor, seat))
    assert told["context"]["user"]["name"] == "Gina"  # type: ignore[index]
    assert told["context"]["user"]["moderator"] == "false"  # type: ignore[index]
