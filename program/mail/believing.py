"""Which reports about mails are believed: nobody may suspend an address by writing one."""

from program.mail.bounce_reports import Report
from program.mail.message_ids import message_and_program
from program.mail.models import Message
from program.mail.suspending import suspend
from program.tenancy.scope import program_scope


def believe(report: Report) -> str | None:
    """The address it suspends: that of the outbox's own row, which was sent to whom the report is about."""
    named = message_and_program(report.message_id)
    if named is None:
        return None
    pk, program_id = named
    with program_scope(program_id):
        sent = Message.objects.filter(pk=pk, address__in=report.addresses, attempts__gt=0)
        address = sent.values_list("address", flat=True).first()
        if address:
            suspend(address, report.cause, report.detail)
    return address
