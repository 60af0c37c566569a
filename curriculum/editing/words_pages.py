"""Writing a lesson's words in one language."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils.csp import CSP
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override

from curriculum.catalogue import ORIGINAL
from curriculum.editing import revisions
from curriculum.editing.behind import behind
from curriculum.editing.differences import between
from curriculum.editing.forms import PictureForm, WordsForm
from curriculum.editing.overview import LANGUAGES
from curriculum.editing.pictures import LessonPictures, address_of, line_of
from curriculum.editing.seen_as import SHORT
from curriculum.editing.shapes import other_shapes
from curriculum.editing.staff_page import StaffRequest, draw, may, may_write, to
from curriculum.editing.subject import Subject, subject_or_404
from curriculum.editing.typed import FIELDS, typed
from curriculum.models import LessonText, OwnText, Revision
from program import clock

FRAMED: dict[str, Any] = {**settings.SECURE_CSP, "frame-ancestors": [CSP.SELF], "form-action": [CSP.NONE]}
EMPTY = dict.fromkeys(FIELDS, "")


@may("view_owntext")
def words_page(request: StaffRequest, ref: int, language: str) -> HttpResponse:
    subject = subject_or_404(ref)
    if request.method == "POST":
        if not may_write(request):
            raise PermissionDenied
        return save(request, subject, language)
    own = subject.own_words(language)
    latest, shared = revisions.latest_revision(own), subject.shared_words(language)
    form = WordsForm(
        initial=beginning(subject, latest, shared, request.program.language),
        pictures=LessonPictures(ref),
        language=language,
    )
    return drawn(request, subject, language, form=form, own=own, latest=latest, shared=shared)


def beginning(subject: Subject, latest: Revision | None, shared: LessonText | None, *languages: str) -> dict[str, Any]:
    """The newest of the program's own words, else the shared ones, else those that wait for a translation."""
    found: Any = latest or shared or to_translate(subject, *languages)
    words = typed(found) if found is not None else EMPTY
    based_on = shared.version if shared is not None else None
    return {**words, "seen": latest.number if latest else 0, "based_on": based_on}


def to_translate(subject: Subject, *languages: str) -> Revision | LessonText | None:
    for language in dict.fromkeys((*languages, ORIGINAL)):
        own = subject.own_words(language)
        found = (own and own.published) or subject.shared_words(language)
        if found is not None:
            return found
    return None


def save(request: StaffRequest, subject: Subject, language: str) -> HttpResponse:
    wants_publishing = request.POST.get("act") == "publish"
    form = WordsForm(
        request.POST, pictures=LessonPictures(subject.ref), language=language, is_draft=not wants_publishing
    )
    if not form.is_valid():
        messages.error(request, _("Nothing was saved yet: please correct what is marked below."))
        return drawn_again(request, subject, language, form)
    try:
        saved = revisions.save_words(
            subject,
            language,
            form.words,
            seen=form.cleaned_data["seen"],
            based_on=form.cleaned_data["based_on"],
            note=form.cleaned_data["note"],
            by=request.membership,
            now=clock.now(),
        )
    except revisions.Overtaken as overtaken:
        return drawn_again(
            request, subject, language, overtaken_form(request, form, overtaken.latest), overtaken.latest
        )
    say_saved(request, subject, language, saved, publishes=wants_publishing)
    return to("curriculum_words", subject.ref, language, at="?saved=1")


def say_saved(
    request: StaffRequest, subject: Subject, language: str, saved: Revision | None, *, publishes: bool
) -> None:
    if saved is None:
        messages.info(request, _("This is what the shared lesson says, too. Nothing had to be saved."))
        return
    if publishes:
        revisions.publish(saved.text, saved, by=request.membership)
        messages.success(request, _("Published: members read revision %s now.") % saved.number)
    else:
        messages.success(request, _("Saved as a draft: revision %s.") % saved.number)
    for warning in other_shapes(subject, language, saved):
        messages.warning(request, warning)


def overtaken_form(request: StaffRequest, form: WordsForm, latest: Revision) -> WordsForm:
    """What was typed, to be saved after that revision."""
    given = request.POST.copy()
    given["seen"] = str(latest.number)
    return WordsForm(given, pictures=form.pictures, language=form.language, is_draft=form.is_draft)


def drawn_again(
    request: StaffRequest, subject: Subject, language: str, form: WordsForm, overtaken: Revision | None = None
) -> HttpResponse:
    own = subject.own_words(language)
    shared = subject.shared_words(language)
    meanwhile = None
    if overtaken is not None:
        given = {name: str(form.data.get(name, "")) for name in FIELDS}
        meanwhile = {"revision": overtaken, "differences": between(typed(overtaken), given)}
    latest = revisions.latest_revision(own)
    return drawn(request, subject, language, form=form, own=own, latest=latest, shared=shared, meanwhile=meanwhile)


def drawn(
    request: StaffRequest,
    subject: Subject,
    language: str,
    *,
    form: WordsForm,
    own: OwnText | None,
    latest: Revision | None,
    shared: LessonText | None,
    meanwhile: dict[str, Any] | None = None,
) -> HttpResponse:
    published = own.published if own else None
    if not may_write(request):
        form.only_to_read()
    context = {
        "title": str(form["title"].value() or subject.slug),
        "subject": subject,
        "language": language,
        "languages_of_lesson": LANGUAGES,
        "form": form,
        "latest": latest,
        "published": published,
        "shared": shared,
        "behind": behind(latest, shared),
        "meanwhile": meanwhile,
        "everybody": SHORT,
        "pictures": shown_pictures(form.pictures),
        "picture_form": PictureForm(auto_id="picture_%s"),
    }
    return draw(request, "words.html", **context)


def shown_pictures(pictures: LessonPictures) -> list[dict[str, Any]]:
    return [
        {"pk": pk, "address": address_of(found), "line": line_of(found), "width": found.width, "height": found.height}
        for pk, found in sorted(pictures.known.items())
    ]


@may("view_owntext")
@xframe_options_sameorigin
@csp_override(FRAMED)
def preview(request: StaffRequest, ref: int, language: str) -> HttpResponse:
    """The words that were sent, or the newest there are, as a lesson has them."""
    subject = subject_or_404(ref)
    pictures = LessonPictures(ref)
    given: Any = request.POST
    if request.method != "POST":
        latest = revisions.latest_revision(subject.own_words(language))
        given = beginning(subject, latest, subject.shared_words(language), request.program.language)
    form = WordsForm(
        {**EMPTY, "seen": 0, **{name: given.get(name, "") for name in FIELDS}}, pictures=pictures, language=language
    )
    form.is_valid()
    context = {"form": form, "words": form.words, "html": mark_safe(form.words.body_html)}  # noqa: S308 - by nh3
    return draw(request, "preview.html", **context, language=language, lesson={"language": language})
