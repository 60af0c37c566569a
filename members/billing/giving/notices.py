"""Whom we tell when something is given. The words are in members.billing.letters.giving."""

from members.billing.giving.models import Gift, Sponsorship
from program.mail.models import Message
from program.mail.outbox import post, post_all

GIFT = "billing.gift"
GIFT_GIVEN = "billing.gift_given"
SEATS = "billing.seats"


def tell_of_gift(gift: Gift) -> None:
    giver, about = gift.order.membership.user, f"gift:{gift.pk}"
    wanted = [Message(kind=GIFT_GIVEN, address=giver.email, user=giver, about=about)]
    if gift.recipient:
        wanted.append(Message(kind=GIFT, address=gift.recipient, about=about))
    post_all(wanted)


def tell_of_seats(seats: Sponsorship) -> None:
    if seats.contact:
        buyer = seats.order.membership.user if seats.order else None
        post(SEATS, seats.contact, user=buyer, about=f"sponsorship:{seats.pk}")
