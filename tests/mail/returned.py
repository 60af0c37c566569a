"""Mails that come back, as mail servers and mailbox providers write them, about a mail that was sent."""

from email.message import EmailMessage

DELIVERY = """\
From: MAILER-DAEMON@mx.example.net
To: bounces@example.org
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="=_b"

--=_b
Content-Type: text/plain; charset=us-ascii

I am sorry to have to inform you that your message could not be delivered.

--=_b
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net
Arrival-Date: Thu, 5 Nov 2026 16:33:54 +0000 (UTC)

Final-Recipient: rfc822; {address}
{original_recipient}Action: {action}
Status: {status}
Remote-MTA: dns; mx.example.com
Diagnostic-Code: smtp; {words}

--=_b
{original}
--=_b--
"""

FEEDBACK = """\
From: feedback@provider.example
To: bounces@example.org
Subject: FW: complaint
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="=_b"

--=_b
Content-Type: text/plain; charset=us-ascii

This is an email abuse report.

--=_b
Content-Type: message/feedback-report

Feedback-Type: {kind}
User-Agent: Provider/1.0
Version: 1
{recipient}
--=_b
{original}
--=_b--
"""


def headers_of(sent: EmailMessage) -> str:
    named = "\n".join(f"{name}: {sent[name]}" for name in ("From", "To", "Subject", "Message-ID"))
    return f"Content-Type: text/rfc822-headers\n\n{named}\n"


def whole(sent: EmailMessage) -> str:
    return f"Content-Type: message/rfc822\n\n{sent.as_string()}\n"


def undelivered(
    sent: EmailMessage,
    address: str,
    *,
    action: str = "failed",
    status: str = "5.1.1",
    words: str = "550 5.1.1 no such person",
    original_recipient: str = "",
    is_whole: bool = False,
) -> bytes:
    told = DELIVERY.format(
        address=address,
        action=action,
        status=status,
        words=words,
        original_recipient=f"Original-Recipient: rfc822;{original_recipient}\n" if original_recipient else "",
        original=whole(sent) if is_whole else headers_of(sent),
    )
    return told.encode()


def complaint(sent: EmailMessage, *, kind: str = "abuse", address: str = "") -> bytes:
    recipient = f"Original-Rcpt-To: <{address}>\n" if address else ""
    return FEEDBACK.format(kind=kind, recipient=recipient, original=whole(sent)).encode()
