"""Owners set services up without ever seeing a secret again; staff see what became of a meeting and ask again."""

import pytest
from django.test import Client

from members.models import Membership
from program.audit.models import Entry
from program.tenancy.scope import program_scope
from roundtables.models import Meeting, RoomService, Roundtable
from tests.cast import Cast
from tests.conftest import HOST_A, browser_of
from tests.roundtables.rooms.conftest import JITSI_SECRET, meeting_of, sweep, with_jitsi
from tests.roundtables.rooms.test_jitsi import key, pem
from tests.roundtables.rooms.zoom_stand_in import ACCOUNT, CLIENT, SECRET, Trouble, Zoom

__all__ = ["key"]

LIST = "/admin/roundtables/roomservice/"
ZOOM = {
    "account_id": ACCOUNT, "client_id": CLIENT, "client_secret": SECRET, "webhook_secret": "hush-webhook",
    "host": "host@example.org", "is_default": "on",
}  # fmt: skip
JITSI = {"server": "https://meet.jit.example", "app_id": "founders", "key_id": "", "secret": "hush " * 8}


def send(client: Client, path: str, form: dict[str, str]) -> str:
    return str(client.post(path, form, secure=True, follow=True).content.decode())


def page(client: Client, path: str) -> str:
    return str(client.get(path, secure=True).content.decode())


def change_path(cast: Cast, provider: str) -> str:
    with program_scope(cast.a.pk):
        return f"{LIST}{RoomService.objects.get(provider=provider).pk}/change/"


def add(client: Client, cast: Cast, provider: str) -> str:
    send(client, f"{LIST}add/", {"provider": provider})
    return change_path(cast, provider)


def service(cast: Cast, provider: str) -> RoomService:
    with program_scope(cast.a.pk):
        return RoomService.objects.get(provider=provider)


def test_owner_sets_zoom_up_and_sees_no_secret_again(erin: Client, cast: Cast) -> None:
    path = add(erin, cast, "zoom")
    assert "http://a.localhost/zoom/webhook/" in page(erin, path).replace("https://", "http://")
    send(erin, path, ZOOM)
    stored = service(cast, "zoom")
    assert stored.told["client_secret"] == SECRET
    assert (stored.told["account_id"], stored.is_default) == (ACCOUNT, True)
    assert SECRET not in stored.sealed + str(stored.settings)
    text = page(erin, path)
    assert text.count("Set. Type to replace it.") == 2
    assert SECRET not in text
    assert ACCOUNT in text


def test_empty_secret_keeps_the_one_that_is_there(erin: Client, cast: Cast) -> None:
    path = add(erin, cast, "zoom")
    send(erin, path, ZOOM)
    send(erin, path, {**ZOOM, "client_secret": "", "webhook_secret": "newer-hush"})
    told = service(cast, "zoom").told
    assert (told["client_secret"], told["webhook_secret"]) == (SECRET, "newer-hush")


def test_audit_says_that_a_secret_was_replaced_and_not_by_what(erin: Client, cast: Cast) -> None:
    send(erin, add(erin, cast, "zoom"), ZOOM)
    with program_scope(cast.a.pk):
        entry = Entry.objects.get(action="changed")
        assert entry.changes["client_secret"] == ["…", "replaced"]
        assert entry.changes["account_id"][1] == ACCOUNT
        assert not any(SECRET in str(told) or "hush" in str(told) for told in Entry.objects.values_list("changes"))


def test_history_shows_no_secret(erin: Client, cast: Cast) -> None:
    path = add(erin, cast, "zoom")
    send(erin, path, ZOOM)
    assert "hush" not in page(erin, path.replace("change", "history"))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"client_secret": ""}, "This field is required."),
        ({"account_id": ""}, "This field is required."),
        ({"client_id": "with space"}, "Letters, figures and signs only, without spaces."),
        ({"client_secret": "gehéim"}, "Letters, figures and signs only, without spaces."),
        ({"host": "host@example.org\x00"}, "Null characters are not allowed."),
        ({"account_id": "x" * 201}, "at most 200 characters"),
    ],
)
def test_wrong_input_is_told_and_nothing_is_saved(
    erin: Client, cast: Cast, wrong: dict[str, str], sentence: str
) -> None:
    text = send(erin, add(erin, cast, "zoom"), {**ZOOM, **wrong})
    assert sentence in text
    assert 'value="host@example.org' in text
    assert service(cast, "zoom").settings == {}


def test_eight_by_eight_needs_a_private_key(erin: Client, cast: Cast, key: object) -> None:
    path = add(erin, cast, "jitsi")
    text = send(erin, path, {**JITSI, "key_id": "k/1"})
    assert "this has to be an RSA private key" in text
    send(erin, path, {**JITSI, "key_id": "k/1", "secret": pem(key)})  # type: ignore[arg-type]
    assert service(cast, "jitsi").told["key_id"] == "k/1"


@pytest.mark.parametrize("server", ["http://meet.example.org", "meet.example.org", "javascript:alert(1)", ""])
def test_jitsi_needs_a_safe_address(erin: Client, cast: Cast, server: str) -> None:
    text = send(erin, add(erin, cast, "jitsi"), {**JITSI, "server": server})
    assert "begins with https://" in text or "This field is required." in text


def test_one_service_is_the_default(erin: Client, cast: Cast) -> None:
    with_jitsi(cast)
    send(erin, add(erin, cast, "zoom"), ZOOM)
    assert service(cast, "zoom").is_default
    assert not service(cast, "jitsi").is_default


def test_service_is_set_up_once(erin: Client, cast: Cast) -> None:
    add(erin, cast, "zoom")
    assert "This service is set up already." in send(erin, f"{LIST}add/", {"provider": "zoom"})
    assert "Select a valid choice." in send(erin, f"{LIST}add/", {"provider": "link"})


@pytest.mark.parametrize("role", ["editor", "host", "coach", "support", "finance", "ambassador_manager"])
def test_only_owners_come_near_the_settings(cast: Cast, role: str) -> None:
    with_jitsi(cast)
    with program_scope(cast.a.pk):
        Membership.objects.filter(pk=cast.dana.pk).update(role=role)
    client, path = browser_of(cast.dana, HOST_A), change_path(cast, "jitsi")
    for address in (LIST, f"{LIST}add/", path, path.replace("change", "history"), path.replace("change", "delete")):
        assert client.get(address, secure=True).status_code in (403, 404)
        assert client.post(address, {**JITSI, "provider": "zoom"}, secure=True).status_code in (403, 404)
    assert "Room services" not in page(client, "/admin/")
    assert service(cast, "jitsi").told["secret"] == JITSI_SECRET


def roundtable_page(table: Roundtable) -> str:
    return f"/admin/roundtables/roundtable/{table.pk}/change/"


def test_staff_see_a_failure_and_ask_again(erin: Client, cast: Cast, table: Roundtable, with_zoom: Zoom) -> None:
    assert "Nobody was asked for a meeting yet" in page(erin, roundtable_page(table))
    with_zoom.troubles.append(Trouble(400))
    sweep()
    text = page(erin, roundtable_page(table))
    for words in ("Room at Zoom", "Failed", "Zoom said 400: Trouble.", "Try again"):
        assert words in text
    assert "Asked again." in send(erin, f"/admin/roundtables/roundtable/{table.pk}/meeting/", {})
    assert "To be brought up to date" in page(erin, roundtable_page(table))
    sweep()
    text = page(erin, roundtable_page(table))
    assert "Ready" in text
    assert meeting_of(cast).external_id in text
    assert "Trouble" not in text
    with program_scope(cast.a.pk):
        assert Entry.objects.get(action="asked again for the room of").actor == cast.erin.user


def test_whoever_may_only_look_asks_nobody(cast: Cast, table: Roundtable, with_zoom: Zoom) -> None:
    with_zoom.troubles.append(Trouble(400))
    sweep()
    coach = browser_of(cast.dana, HOST_A)
    assert "Try again" not in page(coach, roundtable_page(table))
    send(coach, f"/admin/roundtables/roundtable/{table.pk}/meeting/", {})
    assert meeting_of(cast).state == "failed"


def test_service_that_nobody_set_up_is_told(erin: Client, cast: Cast, table: Roundtable) -> None:
    assert "Room at" not in page(erin, roundtable_page(table))
    with program_scope(cast.a.pk):
        Roundtable.objects.update(provider="zoom")
    assert "This service is not set up yet." in page(erin, roundtable_page(table))


def test_settings_that_were_mended_are_tried_at_once(
    erin: Client, cast: Cast, table: Roundtable, with_zoom: Zoom
) -> None:
    with program_scope(cast.a.pk):
        wrong = RoomService.objects.get()
        wrong.seal(client_secret="wrong")
        wrong.save()
    sweep()
    assert meeting_of(cast).state == "failed"
    send(erin, change_path(cast, "zoom"), ZOOM)
    sweep()
    assert meeting_of(cast).state == "made"


def test_roundtables_room_is_chosen_in_the_form(erin: Client, cast: Cast, table: Roundtable) -> None:
    from tests.roundtables.test_admin import form_of

    text = page(erin, roundtable_page(table))
    for words in ("As the program says", "The link below", "Jitsi", "Zoom"):
        assert words in text
    send(erin, roundtable_page(table), form_of(table, provider="zoom"))
    with program_scope(cast.a.pk):
        assert Roundtable.objects.get().provider == "zoom"
        assert Meeting.objects.count() == 0
