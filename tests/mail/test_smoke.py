
from program.mail.kinds import Letter, mail_kind
from program.mail.models import Message
from program.mail.outbox import cancel, post
from program.models import Program
from tests.cast import Cast
from tests.mail.mailbox import Mailbox


@mail_kind("test.plain", category="roundtables")
def compose_plain(message: Message) -> Letter | None:
    return Letter("Hello", "emails/base", {"facts": []})


def test_smoke(cast: Cast, in_a: Program, mailbox: Mailbox) -> None:
    assert post("test.plain", "Alice@example.org", user=cast.alice.user, about="x:1")
    assert post("test.plain", "Alice@example.org", user=cast.alice.user, about="x:1") is None
    assert cancel(about="x:1") == 1
    assert post("test.plain", "Alice@example.org", user=cast.alice.user, about="x:1")
    letter = mailbox.deliver_all()[-1]
    print(letter.message().as_string()[:6000])
    print(mailbox.html_of(letter))
    assert letter.to == ["alice@example.org"]
    assert Message.objects.get().state == "sent"
