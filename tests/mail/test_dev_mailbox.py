"""Mail without a mail server: files, and a page that shows them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client, override_settings

from program.mail.outbox import post
from program.tenancy.scope import program_scope
from tests.cast import Cast
from tests.mail import kinds
from tests.mail.mailbox import Mailbox

assert kinds


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    mailers = {
        "default": {"BACKEND": "program.mail.dev_mailbox.MailboxBackend", "OPTIONS": {"file_path": str(tmp_path)}}
    }
    with override_settings(MAILERS=mailers, DEV_MAILBOX=str(tmp_path), MAIL_URL=""):
        yield tmp_path


@pytest.fixture
def written(folder: Path, cast: Cast, mailbox: Mailbox) -> list[str]:
    """Names of the mails in program A's mailbox, oldest first."""
    with program_scope(cast.a.pk):
        post("test.recording", "alice@example.org")
        mailbox.deliver_all()
        post("test.code", "bob@example.org", payload={"code": "493027"})
        mailbox.deliver_all()
    return sorted(path.stem for path in (folder / str(cast.a.pk)).iterdir())


def test_mails_are_listed_newest_first_with_their_codes(written: list[str], visitor: Client) -> None:
    page = visitor.get("/dev/mail/").content.decode()
    assert page.index("bob@example.org") < page.index("alice@example.org")
    assert "493027" in page


def test_empty_mailbox_says_what_to_do(folder: Path, visitor: Client) -> None:
    assert "No mail yet" in visitor.get("/dev/mail/").content.decode()


def test_mail_is_shown_whole(written: list[str], visitor: Client) -> None:
    page = visitor.get(f"/dev/mail/{written[0]}/").content.decode()
    for words in ("The recording", "alice@example.org", "List-Unsubscribe-Post", "roundtable.ics", "<iframe"):
        assert words in page
    attachment = visitor.get(f"/dev/mail/{written[0]}/attachments/0/")
    assert b"BEGIN:VCALENDAR" in attachment.getvalue()
    assert "roundtable.ics" in attachment.headers["Content-Disposition"]
    assert visitor.get(f"/dev/mail/{written[0]}/attachments/1/").status_code == 404


def test_letter_may_style_itself_and_nothing_else(written: list[str], visitor: Client) -> None:
    answer = visitor.get(f"/dev/mail/{written[1]}/html/")
    assert "493027" in answer.content.decode()
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_other_programs_mails_are_not_there(written: list[str], charlie: Client) -> None:
    assert "No mail yet" in charlie.get("/dev/mail/").content.decode()
    for path in ("", "html/", "attachments/0/"):
        assert charlie.get(f"/dev/mail/{written[0]}/{path}").status_code == 404


@pytest.mark.parametrize("closed", [{"MAIL_URL": "smtp://mail.example.org"}, {"DEV_MAILBOX": ""}])
def test_mailbox_is_closed_where_mail_is_really_sent(
    closed: dict[str, str], written: list[str], visitor: Client
) -> None:
    with override_settings(**closed):
        for path in ("", f"{written[0]}/", f"{written[0]}/html/", f"{written[0]}/attachments/0/"):
            assert visitor.get(f"/dev/mail/{path}").status_code == 404
