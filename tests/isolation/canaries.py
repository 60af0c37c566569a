"""Rows of one program that carry a word found nowhere else."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from curriculum.models import (
    Completion,
    Intake,
    Lesson,
    LessonProgress,
    LessonSetting,
    Opening,
    OwnBook,
    OwnLesson,
    OwnText,
    Picture,
    Question,
    QuizAttempt,
    Revision,
    Worksheet,
    WorksheetComment,
    WorksheetVersion,
)
from members.models import (
    Attribution,
    BillingSettings,
    Coupon,
    Customer,
    Event,
    Finding,
    Founder,
    Gift,
    Grant,
    InviteLink,
    LedgerEntry,
    Membership,
    Order,
    Plan,
    PlanVersion,
    Price,
    Receipt,
    ReceiptCounter,
    Refund,
    SponsoredSeat,
    Sponsorship,
    StripeAccount,
    Subscription,
    TaxRule,
    User,
    Venture,
    Voice,
)
from program.audit.log import record
from program.mail.models import Message, OptOut, Suspension
from program.models import Program
from program.tenancy.scope import program_scope
from roundtables.models import (
    AgendaItem,
    CalendarFeed,
    Format,
    Guest,
    Interest,
    Meeting,
    Note,
    Presenter,
    Registration,
    RoomService,
    Roundtable,
    Series,
)


@dataclass(frozen=True)
class Canaries:
    word: str
    person: User
    ids: dict[str, int]
    code: str
    tokens: dict[str, str]
    """By the beginning of the addresses they stand in."""


def plant(program: Program, member: Membership, word: str) -> Canaries:
    """One row or more in every table of the program, each with `word` in it."""
    now = timezone.now()
    with program_scope(program.pk):
        venture = Venture.objects.create(name=f"{word} Ltd", one_liner=f"{word} for all")
        founder = Founder.objects.create(venture=venture, membership=member)
        grant = Grant.objects.create(membership=member, tier="premium", reason=f"{word} scholarship")
        link = InviteLink.objects.create(code=f"{word}-code", ambassador=member, campaign=word)
        attribution = Attribution.objects.create(
            membership=member, first_link=link, last_link=link, first_touch_at=now, last_touch_at=now
        )
        kind = Format.objects.create(slug=word, name=f"{word} format")
        series = Series.objects.create(name=f"{word} series", time_zone="UTC", local_time="08:00", format=kind)
        roundtable = Roundtable.objects.create(
            series=series, number=7_001, title=f"{word} roundtable", summary=word, host_name=f"{word} host",
            starts_at=now + timedelta(days=2), ends_at=now + timedelta(days=2, hours=1), time_zone="UTC",
            room_url=f"https://meet.example.org/{word}", seats_taken=1,
        )  # fmt: skip
        past = Roundtable.objects.create(
            number=7_002, title=f"{word} past", starts_at=now - timedelta(days=2), time_zone="UTC",
            ends_at=now - timedelta(days=2, hours=-1), recording_url=f"https://video.example.org/{word}",
        )  # fmt: skip
        registration = Registration.objects.create(roundtable=roundtable, membership=member, state="seat")
        item = AgendaItem.objects.create(roundtable=roundtable, title=f"{word} agenda")
        presenter = Presenter.objects.create(roundtable=roundtable, name=f"{word} presenter", country="BR")
        guest = Guest.objects.create(email=f"{word}@guest.example.org", name=f"{word} guest")
        interest = Interest.objects.create(roundtable=roundtable, guest=guest)
        feed = CalendarFeed.objects.create(membership=member)
        service = RoomService.objects.create(provider="zoom", settings={"account_id": word, "host": f"{word}@zoom"})
        meeting = Meeting.objects.create(
            roundtable=roundtable, state="made", provider="zoom", external_id="7001", last_error=f"{word} failed",
            join_url=f"https://zoom.example.org/{word}",
        )  # fmt: skip
        note = Note.objects.create(roundtable=roundtable, subject=f"{word} note", words=word, sent_by=member)
        message = Message.objects.create(kind="test.canary", address=f"{word}@example.org", payload={"word": word})
        opt_out = OptOut.objects.create(address=f"{word}@example.org", category="news")
        suspension = Suspension.objects.create(address=message.address, cause="bounced", detail=f"{word} said so")
        entry = record("planted", venture, by=member.user, changes={"name": ["", word]})
        progress = LessonProgress.objects.create(membership=member, lesson=any_lesson(), done_at=now)
        learning = plant_learning(member, venture, word)
        payments = plant_payments(member, grant, word)
    named = {
        **learning,
        **payments,
        "program": program, "membership": member, "venture": venture, "founder": founder, "grant": grant,
        "invitelink": link, "attribution": attribution, "series": series, "roundtable": roundtable, "past": past,
        "registration": registration, "message": message, "optout": opt_out, "entry": entry,
        "lessonprogress": progress, "user": member.user, "format": kind, "agendaitem": item, "presenter": presenter,
        "guest": guest, "interest": interest, "calendarfeed": feed, "suspension": suspension,
        "roomservice": service, "meeting": meeting, "note": note,
    }  # fmt: skip
    ids = {name: int(row.pk) for name, row in named.items()}
    tokens = {
        "roundtables/": registration.token, "calendar/": feed.token, "badges/": learning["completion"].code,
        "premium/": payments["order"].key,
    }  # fmt: skip
    return Canaries(word, member.user, ids, link.code, tokens)


def plant_learning(member: Membership, venture: Venture, word: str) -> dict[str, Any]:
    """What a program and its members made of the curriculum."""
    lesson = any_lesson()
    own = OwnLesson.objects.create(module=lesson.module, slug=f"{word}-lesson", tier="free")
    text = OwnText.objects.create(own_lesson=own, language="en")
    words = {"title": f"{word} lesson", "summary": word, "teaser": word, "body": word, "body_html": f"<p>{word}</p>"}
    revision = Revision.objects.create(text=text, number=1, digest=word, **words)
    OwnText.objects.update(published=revision)
    sheet = Worksheet.objects.create(lesson=lesson, venture=venture)
    version = WorksheetVersion.objects.create(worksheet=sheet, number=1, answers={"who": word}, saved_by=member)
    return {
        "ownlesson": own, "owntext": text, "revision": revision, "worksheet": sheet, "worksheetversion": version,
        "worksheetcomment": WorksheetComment.objects.create(version=version, words=f"{word} comment", author=member),
        "lessonsetting": LessonSetting.objects.create(own_lesson=own, opens_after_days=0),
        "picture": Picture.objects.create(own_lesson=own, file=f"{word}.png", words=word, width=1, height=1),
        "quizattempt": QuizAttempt.objects.create(
            lesson=lesson, membership=member, answers=[word], right=1, total=1, is_passed=True
        ),
        "completion": Completion.objects.create(
            membership=member, module=lesson.module, name=f"{word} name", lessons=1
        ),
        "opening": Opening.objects.create(membership=member, module=lesson.module, reason=f"{word} reason"),
        "intake": Intake.objects.create(membership=member, version=1, answers={"who": word}, patterns=[word]),
        "question": Question.objects.create(
            lesson=lesson, membership=member, words=f"{word}?", is_for_roundtable=True
        ),
        "ownbook": OwnBook.objects.create(title=f"{word} book", note=word),
    }  # fmt: skip


def plant_payments(member: Membership, grant: Grant, word: str) -> dict[str, Any]:
    """What a program sells, what its members paid, and what is given away."""
    now, soon = timezone.now(), timezone.now() + timedelta(days=30)
    account = StripeAccount(name=f"{word} account")
    account.seal(secret_key=f"sk_test_{word}", webhook_secret=f"whsec_{word}")
    account.save()
    plan = Plan.objects.create(
        slug=word, name=f"{word} plan", tier="premium", entitlements=["tools"], interval="month"
    )
    version = PlanVersion.objects.create(plan=plan, number=1, note=word)
    price = Price.objects.create(version=version, currency="USD", amount=77)
    customer = Customer.objects.create(membership=member, remote_id=f"cus_{word}")
    coupon = Coupon.objects.create(code=f"{word}-OFF".upper(), percent=10)
    order = Order.objects.create(
        membership=member, price=price, provider="stripe", remote_id=f"cs_{word}", coupon=coupon,
        details={"words": word},
    )  # fmt: skip
    subscription = Subscription.objects.create(
        membership=member, customer=customer, provider="stripe", plan=plan, price=price, remote_id=f"sub_{word}",
        status="active", started_at=now, period_starts_at=now, period_ends_at=soon,
    )  # fmt: skip
    sponsorship = Sponsorship.objects.create(sponsor=f"{word} sponsor", plan=plan, seats=20, ends_at=soon, note=word)
    entry = LedgerEntry.objects.create(
        kind="payment", amount=77, currency="USD", remote_id=f"ch_{word}", membership=member, happened_at=now,
        note=word,
    )  # fmt: skip
    return {
        "stripeaccount": account, "plan": plan, "planversion": version, "price": price, "customer": customer,
        "coupon": coupon, "order": order, "subscription": subscription, "sponsorship": sponsorship,
        "ledgerentry": entry,
        "billingsettings": BillingSettings.objects.create(bank_details=f"{word} bank", seller=f"{word} seller"),
        "taxrule": TaxRule.objects.create(name=f"{word} tax", percentage=20),
        "voice": Voice.objects.create(name=f"{word} voice", words=word),
        "event": Event.objects.create(remote_id=f"evt_{word}", type=f"{word}.created", happened_at=now, state="done"),
        "finding": Finding.objects.create(kind="drift", subject=f"sub_{word}", said={word: ["", word]}),
        "receipt": Receipt.objects.create(
            number=1, entry=entry, membership=member, buyer=f"{word} buyer", net=77, total=77, currency="USD"
        ),
        "receiptcounter": ReceiptCounter.objects.create(last=1),
        "refund": Refund.objects.create(entry=entry, amount=7, reason=f"{word} reason", state="done"),
        "gift": Gift.objects.create(order=order, plan=plan, from_name=f"{word} giver", words=word, expires_at=soon),
        "sponsoredseat": SponsoredSeat.objects.create(sponsorship=sponsorship, membership=member, grant=grant),
    }  # fmt: skip


def any_lesson() -> Lesson:
    found = Lesson.objects.first()
    assert found is not None, "load the curriculum first: the fixture `shared_curriculum` does"
    return found
