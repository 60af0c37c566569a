"""What the clock does for payments. Each finds work across programs, and hands it to one program at a time."""

from functools import partial

from celery import shared_task
from django.db import transaction

from members.billing.books import refunding
from members.billing.books.models import Refund
from members.billing.hearing import catching_up, looking_after, processing
from members.billing.paying.orders import Order, Provider
from program import clock
from program.tenancy.tasks import OwnScopesTask, PlatformTask, ProgramTask


@shared_task(base=PlatformTask)
def sweep() -> None:
    """Every fifteen seconds, and on a nudge: events that are due."""
    for program_id, event_ids in processing.claim(clock.now()):
        transaction.on_commit(partial(process.delay, event_ids, program_id=program_id))


@shared_task(base=OwnScopesTask)
def process(event_ids: list[int], *, program_id: int) -> None:
    processing.process(event_ids, program_id=program_id)


@shared_task(base=PlatformTask)
def look_after() -> None:
    """Every half minute: orders that may have been paid without anybody telling us."""
    for program_id, order_id in looking_after.waiting_orders(clock.now()):
        transaction.on_commit(partial(see_to_order.delay, order_id, program_id=program_id))


@shared_task(base=OwnScopesTask)
def see_to_order(order_id: int, *, program_id: int) -> None:
    looking_after.see_to_order(order_id, program_id=program_id)


@shared_task(base=PlatformTask)
def send_refunds() -> None:
    """Every half minute: refunds that staff asked for, or that could not be sent before."""
    due = Refund.objects.filter(state=Refund.State.DUE, due_at__lte=clock.now())
    for program_id, refund_id in due.values_list("program_id", "pk")[:200]:
        transaction.on_commit(partial(send_refund.delay, refund_id, program_id=program_id))


@shared_task(base=ProgramTask)
def send_refund(refund_id: int) -> None:
    refunding.send(refund_id, now=clock.now())


@shared_task(base=PlatformTask)
def close_transfers() -> None:
    """Every hour: bank transfers that nobody is waiting for any more."""
    late = Order.objects.pending().filter(provider=Provider.TRANSFER, expires_at__lte=clock.now())
    late.update(state=Order.State.EXPIRED)


@shared_task(base=PlatformTask)
def read_again() -> None:
    """Every hour: what Stripe had to tell and could not."""
    transaction.on_commit(catching_up.of_installation)
    for program_id in catching_up.programs_with_accounts():
        transaction.on_commit(partial(read_account.delay, program_id=program_id))


@shared_task(base=OwnScopesTask)
def read_account(*, program_id: int) -> None:
    catching_up.of_program(program_id)


@shared_task(base=PlatformTask)
def reconcile() -> None:
    """Every hour: customers whose rows may have drifted from the truth."""
    for program_id, customer_id in looking_after.stale_customers(clock.now()):
        transaction.on_commit(partial(compare.delay, customer_id, program_id=program_id))


@shared_task(base=OwnScopesTask)
def compare(customer_id: int, *, program_id: int) -> None:
    looking_after.compare(customer_id, program_id=program_id)
