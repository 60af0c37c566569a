"""A founder's browser in front of the first question's worksheet."""

import re
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from curriculum.models import WorksheetVersion
from members.models import Membership
from program.tenancy.scope import program_scope

URL = "/curriculum/asking/first-question/worksheet/"
LESSON = "/curriculum/asking/first-question/"
FULL = {"who": "Clinics", "decision": "build"}


@dataclass
class Tab:
    """One open page: it knows the version it was opened on, as its hidden fields do."""

    browser: Client
    member: Membership
    base: int
    editing: str = field(default_factory=lambda: str(uuid4()))
    typed: dict[str, str] = field(default_factory=dict)
    seen: int = 0

    def form(self, **answers: str) -> dict[str, Any]:
        self.typed |= answers
        hidden = {"member": self.member.pk, "base": self.base, "editing": self.editing, "seen": self.seen}
        return {**hidden, **{f"a-{name}": words for name, words in self.typed.items()}}

    def autosave(self, **answers: str) -> dict[str, Any]:
        response = self.browser.post(f"{URL}autosave/", self.form(**answers))
        assert response.status_code == 200, response.content
        said: dict[str, Any] = response.json()
        self.base, self.editing, self.seen = said["base"], said["editing"] or self.editing, said["seen"]
        self.typed = {name.removeprefix("a-"): words for name, words in said["answers"].items()}
        return said

    def save(self, *, take: str = "", **answers: str) -> str:
        more = {"take": take} if take else {}
        return told(self.browser.post(URL, {**self.form(**answers), **more}, follow=True))


@dataclass
class Sheets:
    browser: Client
    member: Membership

    def page(self, path: str = URL) -> str:
        return told(self.browser.get(path))

    def open(self) -> Tab:
        """The fields as the page shows them."""
        response = self.browser.get(URL)
        form = response.context["form"]
        typed = {name: str(form[name].data or "") for name in form.fields}
        seen = response.context["seen"]
        return Tab(self.browser, self.member, response.context["sheet"].number, typed=typed, seen=seen)

    def save(self, **answers: str) -> str:
        return self.open().save(**answers)

    def versions(self) -> list[WorksheetVersion]:
        with program_scope(self.member.program_id or 0):
            return list(WorksheetVersion.objects.order_by("number").select_related("saved_by"))

    def answers(self) -> dict[str, Any]:
        """What stands there now, without what is empty."""
        return {name: answer for name, answer in self.versions()[-1].answers.items() if answer}


def told(response: Any) -> str:
    assert response.status_code == 200, response
    return " ".join(str(response.content.decode()).split())


def read(page: str) -> str:
    """Without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def queries(browser: Client, url: str) -> int:
    """The fewer of two, after a first: once a second the catalogue asks whether it is still the newest."""
    browser.get(url)
    return min(counted(browser, url) for _time in range(2))


def counted(browser: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(url).status_code == 200
    return sum("SAVEPOINT" not in query["sql"] for query in asked)


def write_versions(sheets: Sheets, up_to: int) -> None:
    """As if the founder had saved so often."""
    first = sheets.versions()[0]
    rows = [
        WorksheetVersion(
            worksheet_id=first.worksheet_id,
            number=number,
            answers={"who": f"Clinics {number}"},
            fields=first.fields,
            saved_by=sheets.member,
        )
        for number in range(len(sheets.versions()) + 1, up_to + 1)
    ]
    with program_scope(sheets.member.program_id or 0):
        WorksheetVersion.objects.bulk_create(rows)
