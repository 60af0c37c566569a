"""A lesson's words in time: revisions, what differs, what changed in the shared lesson, and the way back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from curriculum.editing import revisions
from curriculum.editing.behind import behind, changes_since
from curriculum.editing.differences import differences
from curriculum.editing.overview import LANGUAGES
from curriculum.editing.staff_page import StaffRequest, draw, may, to
from curriculum.editing.subject import Subject, revision_or_404, subject_or_404
from curriculum.editing.typed import FIELDS
from curriculum.models import OwnText, Revision
from program import clock

HEAVY = (*FIELDS[1:], "body_html", "contents")


def text_or_404(subject: Subject, language: str) -> OwnText:
    return get_object_or_404(OwnText.objects.select_related("published"), ref=subject.ref, language=language)


@may("view_owntext")
def history(request: StaffRequest, ref: int, language: str) -> HttpResponse:
    subject = subject_or_404(ref)
    text = subject.own_words(language)
    rows = Revision.objects.filter(text=text).select_related("saved_by__user").defer(*HEAVY).order_by("-number")
    return draw(
        request,
        "history.html",
        title=_("History"),
        subject=subject,
        language=language,
        language_name=LANGUAGES[language],
        text=text,
        rows=list(rows),
        compared=compared(request, subject, language) if "from" in request.GET else None,
    )


def compared(request: StaffRequest, subject: Subject, language: str) -> dict[str, Any]:
    pair = [revision_or_404(subject, language, request.GET.get(name, "")) for name in ("from", "to")]
    older, newer = sorted(pair, key=lambda revision: revision.number)
    return {"older": older, "newer": newer, "differences": differences(older, newer)}


@may("change_owntext")
def act(request: StaffRequest, ref: int, language: str) -> HttpResponse:
    """Publish or restore a revision, take the shared words again, or say that what changed was seen."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    subject = subject_or_404(ref)
    text = text_or_404(subject, language)
    wanted = ACTS.get(request.POST.get("act", ""))
    if wanted is not None:
        wanted(request, subject, text)
    return to("curriculum_words", ref, language)


def publish(request: StaffRequest, subject: Subject, text: OwnText) -> None:
    chosen = revision_or_404(subject, text.language, request.POST.get("revision", ""))
    if not all((chosen.summary, chosen.teaser, chosen.body_html, chosen.task)):
        said = _("Revision %s is not complete: restore it, fill in what is missing, and publish.")
        messages.error(request, said % chosen.number)
        return
    revisions.publish(text, chosen, by=request.membership)
    messages.success(request, _("Published: members read revision %s now.") % chosen.number)


def restore(request: StaffRequest, subject: Subject, text: OwnText) -> None:
    chosen = revision_or_404(subject, text.language, request.POST.get("revision", ""))
    note = _("Revision %s restored") % chosen.number
    made = revisions.restore(subject, chosen, note=note, by=request.membership, now=clock.now())
    said = _("What revision %(old)s said is revision %(new)s now. Members see it once it is published.")
    messages.success(request, said % {"old": chosen.number, "new": made.number})


def share_again(request: StaffRequest, subject: Subject, text: OwnText) -> None:
    revisions.take_shared_again(text, by=request.membership)
    if subject.is_own:
        messages.success(request, _("Members no longer see these words. All revisions are kept."))
    else:
        messages.success(request, _("Members read the shared words again. Your own are kept as drafts."))


def seen(request: StaffRequest, subject: Subject, text: OwnText) -> None:
    version = request.POST.get("version", "")
    shared = subject.shared_words(text.language)
    if shared is None or version != str(shared.version):
        messages.error(request, _("The shared lesson has changed again meanwhile. Please look at it once more."))
        return
    note = _("Changes of the shared lesson seen, up to version %s") % version
    made = revisions.mark_seen(
        subject, text.language, version=shared.version, note=note, by=request.membership, now=clock.now()
    )
    if made is not None:
        messages.success(request, _("Noted in revision %s.") % made.number)


ACTS = {"publish": publish, "restore": restore, "share": share_again, "seen": seen}


@may("view_owntext")
def changes(request: StaffRequest, ref: int, language: str) -> HttpResponse:
    subject = subject_or_404(ref)
    text = text_or_404(subject, language)
    latest, shared = revisions.latest_revision(text), subject.shared_words(language)
    found = behind(latest, shared)
    since = changes_since(shared, latest.based_on) if latest and shared and latest.based_on and found else []
    return draw(
        request,
        "changes.html",
        title=_("What changed in the shared lesson"),
        subject=subject,
        language=language,
        text=text,
        latest=latest,
        behind=found,
        differences=since,
    )
