"""Words that a program changes: every saved state is a revision, and members see the one that is published."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction

from curriculum.catalogue import begin_own_edition
from curriculum.editing.subject import Subject
from curriculum.editing.typed import FIELDS
from curriculum.loading.lesson_file import LessonWords
from curriculum.models import OwnText, Revision
from curriculum.searching.vectors import vector_of
from members.models import Membership
from program.audit.log import record

KEPT = (*FIELDS, "body_html", "contents", "digest")


class Overtaken(Exception):
    """Somebody else saved meanwhile; what they saved is told, and nothing of either is lost."""

    def __init__(self, latest: Revision) -> None:
        super().__init__(latest.number)
        self.latest = latest


def latest_revision(text: OwnText | None) -> Revision | None:
    if text is None:
        return None
    return text.revisions.select_related("saved_by__user").order_by("-number").first()


@transaction.atomic
def save_words(
    subject: Subject,
    language: str,
    words: LessonWords,
    *,
    seen: int,
    based_on: int | None,
    note: str,
    by: Membership,
    now: datetime,
) -> Revision | None:
    """The revision that says this now. `seen` is the newest that the editor had before them, 0 if there was none.

    None: it says what the shared lesson says, and there was nothing of the program's own.
    """
    shared = subject.shared_words(language)
    if not seen and shared is not None and shared.digest == words.digest and subject.own_words(language) is None:
        return None
    text = locked(subject, language)
    latest = latest_revision(text)
    if latest is not None and latest.digest == words.digest:
        return latest
    if latest is not None and latest.number != seen:
        raise Overtaken(latest)
    kept = {**asdict(words), "digest": words.digest}
    based_on = latest.based_on if latest is not None else based_on
    return add_revision(text, latest, kept, based_on=based_on, note=note, by=by, now=now)


def locked(subject: Subject, language: str) -> OwnText:
    """Its row is what editors of these words take turns at."""
    OwnText.objects.bulk_create([OwnText(**subject.keys, language=language)], ignore_conflicts=True)
    return OwnText.objects.select_for_update(no_key=True).get(ref=subject.ref, language=language)


def add_revision(
    text: OwnText,
    latest: Revision | None,
    kept: Mapping[str, Any],
    *,
    based_on: int | None,
    note: str,
    by: Membership,
    now: datetime,
) -> Revision:
    number = latest.number + 1 if latest is not None else 1
    made = Revision.objects.create(
        text=text, number=number, based_on=based_on, note=note, saved_by=by, saved_at=now, **kept
    )
    record("saved the words of", text, by=by.user, changes={"revision": ["", number], "note": ["", note]})
    return made


@transaction.atomic
def publish(text: OwnText, revision: Revision, *, by: Membership) -> None:
    before = text.published.number if text.published else ""
    text.published, text.search = revision, vector_of(revision, text.language)
    text.save(update_fields=["published", "search"])
    record("published the words of", text, by=by.user, changes={"revision": [before, revision.number]})
    transaction.on_commit(begin_own_edition)


@transaction.atomic
def take_shared_again(text: OwnText, *, by: Membership) -> None:
    """Members see the shared words, or nothing of the program's own lesson; the revisions stay."""
    if text.published is None:
        return
    before = text.published.number
    text.published, text.search = None, None
    text.save(update_fields=["published", "search"])
    record("took back the words of", text, by=by.user, changes={"revision": [before, ""]})
    transaction.on_commit(begin_own_edition)


@transaction.atomic
def restore(subject: Subject, chosen: Revision, *, note: str, by: Membership, now: datetime) -> Revision:
    """What an earlier revision said is said again by a new one."""
    text = locked(subject, chosen.text.language)
    latest = latest_revision(text)
    if latest is not None and latest.digest == chosen.digest:
        return latest
    kept = {name: getattr(chosen, name) for name in KEPT}
    return add_revision(text, latest, kept, based_on=chosen.based_on, note=note, by=by, now=now)


@transaction.atomic
def mark_seen(
    subject: Subject, language: str, *, version: int, note: str, by: Membership, now: datetime
) -> Revision | None:
    """The program's words stay as they are and count as based on that version of the shared ones."""
    text = locked(subject, language)
    latest = latest_revision(text)
    if latest is None or latest.based_on is None or latest.based_on >= version:
        return None
    kept = {name: getattr(latest, name) for name in KEPT}
    made = add_revision(text, latest, kept, based_on=version, note=note, by=by, now=now)
    if text.published_id == latest.pk:
        publish(text, made, by=by)
    return made
