"""Prints First Million's own pages, as the demonstration's founder and as a visitor ask for them."""

from collections.abc import Iterator
from itertools import count

import django
from django.core.cache import caches
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from program.local.bench.targets import PAGE_IN, QUERY, Target, print_all

HOST = "localhost"
FOUNDER = "founder@first-million.example"
empty_caches = count()


def main() -> None:
    django.setup()
    print_all(list(pages()))


def pages() -> Iterator[Target]:
    from program.tenancy.hosts import program_of
    from program.tenancy.scope import program_scope

    program = program_of(HOST)
    assert program is not None
    founder = browser_of_founder()
    cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in founder.cookies.items())
    with program_scope(program.pk):
        found = {"front page": ("/", program.name), "lesson": a_lesson(program.language), "roundtable": a_roundtable()}
    leave = reverse("account_logout")
    for name, (path, word) in found.items():
        yield Target("ours", name, path, [escape(word)], asked(browser(), path), beside=QUERY)
    for name, (path, word) in {**found, "desk": ("/desk/", "Your desk")}.items():
        yield Target("ours", name, path, [escape(word), leave], asked(founder, path), cookie, beside=PAGE_IN)


def browser() -> Client:
    return Client(raise_request_exception=False, headers={"host": HOST})


def browser_of_founder() -> Client:
    """Who has seen a page already, and so has the cookie that forms are checked by."""
    from members.models import User

    founder = browser()
    founder.force_login(User.objects.get(email=FOUNDER))
    founder.get("/", secure=True)
    return founder


def a_lesson(language: str) -> tuple[str, str]:
    from curriculum.models import LessonText
    from members.models import Tier

    text = LessonText.objects.select_related("lesson__module").filter(lesson__tier=Tier.FREE, language=language)
    found = text.order_by("lesson__module__position", "lesson__position")[0]
    return found.lesson.get_absolute_url(), found.title


def a_roundtable() -> tuple[str, str]:
    from program import clock
    from roundtables.models import Roundtable

    found = Roundtable.objects.upcoming(clock.now())[0]
    return found.get_absolute_url(), found.title


def asked(reader: Client, path: str) -> list[int]:
    """With nothing remembered, and once more."""
    from program.local.bench.queries import queries
    from program.tenancy.hosts import forget_hosts

    caches["default"].key_prefix = f"bench-{next(empty_caches)}"
    caches["template_fragments"].clear()
    forget_hosts()
    return [queries(reader, path), queries(reader, path)]


if __name__ == "__main__":
    main()
