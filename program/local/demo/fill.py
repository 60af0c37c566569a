"""Fills both programs, or tops them up; safe to repeat."""

from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
from django.contrib.auth.hashers import make_password
from django.utils import translation

from program.local.demo.learning import fill_learning
from program.local.demo.mails import fill_suspended
from program.local.demo.payments import fill_payments
from program.local.demo.people import PASSWORD, account_names, fill_invite, fill_members, fill_ventures, make_people
from program.local.demo.tables import fill_roundtables
from program.models import Program, ProgramHost
from program.tenancy.hosts import forget_hosts
from program.tenancy.scope import platform_scope, program_scope

STORIES = ("flagship", "brasil")
OUTSIDER = ("outsider@nowhere.example", "Olive Tran")
"""Has an account and belongs to no program: sees what a stranger with a password sees."""


def story_of(name: str) -> dict[str, Any]:
    text = (Path(__file__).parent / f"{name}.yaml").read_text(encoding="utf-8")
    story: dict[str, Any] = yaml.safe_load(text)
    return story


def fill(*, now: datetime) -> list[dict[str, Any]]:
    """Both stories, told into the database."""
    stories = [story_of(name) for name in STORIES]
    for story in stories:
        tell(story, now=now)
    email, name = OUTSIDER
    make_people({email: name}, make_password(PASSWORD))
    forget_hosts()
    return stories


def tell(story: dict[str, Any], *, now: datetime) -> None:
    program = _program(story["program"])
    with program_scope(program.pk), translation.override(program.language):
        members = fill_members(story, now=now)
        fill_ventures(story, members, now=now)
        fill_invite(story, members)
        fill_payments(story, members, now=now)
        fill_roundtables(story, members, now=now)
        fill_learning(story, members, now=now)
        fill_suspended(members, now=now)


def _program(fields: dict[str, str]) -> Program:
    """Staff of the demonstration sign in with a password alone, so that a newcomer gets in."""
    own = {name: value for name, value in fields.items() if name not in ("slug", "host")}
    with platform_scope():
        program, _ = Program.objects.get_or_create(
            slug=fields["slug"], defaults={**own, "is_demo": True, "staff_need_second_factor": False}
        )
        ProgramHost.objects.get_or_create(host=fields["host"], defaults={"program": program, "is_primary": True})
    return program


def accounts(stories: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    """Host, address and name of everyone who can sign in."""
    inside = [
        (story["program"]["host"], email, name) for story in stories for email, name in account_names(story).items()
    ]
    return [*inside, ("(no program)", *OUTSIDER)]
