"""Makes the plain site's tables, its group and its user; prints its pages."""

import django
from django.core.management import call_command

from program.local.bench.targets import PAGE_IN, PAGE_OUT, QUERY, VIEW, Target, print_all

HOST = {"host": "localhost"}
NAME = "ada"


def main() -> None:
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    print_all(pages())


def pages() -> list[Target]:
    from django.contrib.auth.models import Group, User
    from django.test import Client

    from program.local.bench.plain.views import GROUP
    from program.local.bench.queries import queries

    Group.objects.create(name=GROUP)
    visitor, member = Client(headers=HOST), Client(headers=HOST)
    member.force_login(User.objects.create_user(NAME))  # type: ignore[arg-type]  # This site's users are Django's.
    cookie = f"sessionid={member.cookies['sessionid'].value}"
    return [
        Target("bare", VIEW, "/bare/", [GROUP], [0]),
        Target("bare", QUERY, "/query/", [GROUP], [queries(visitor, "/query/")]),
        Target("plain", PAGE_OUT, "/page/", [GROUP, "Sign in"], [queries(visitor, "/page/")]),
        Target("plain", PAGE_IN, "/page/", [GROUP, f"Hello, {NAME}"], [queries(member, "/page/")], cookie),
    ]


if __name__ == "__main__":
    main()
