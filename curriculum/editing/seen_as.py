"""The whole page of a lesson as somebody else sees it, with words that are published or not yet."""

from copy import copy
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.csp import CSP
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csp import csp_override

from curriculum import views
from curriculum.catalogue import ORIGINAL, catalogue, overlaid, shared_catalogue
from curriculum.editing.overlay import changes_in_scope, words_of_revision
from curriculum.editing.overview import LANGUAGES
from curriculum.editing.staff_page import StaffRequest, may, to
from curriculum.editing.subject import Subject, revision_or_404, subject_or_404
from curriculum.entries import Catalogue
from curriculum.learning.learner import Learner
from curriculum.models import Revision
from members.billing.entitlements import GIVES
from members.models import Membership, Tier, User
from program import clock

WHO = {
    "visitor": gettext_lazy("a visitor"),
    "free": gettext_lazy("a member on the free tier"),
    "curriculum": gettext_lazy("a member on the curriculum tier"),
    "premium": gettext_lazy("a member on the premium tier"),
}
SHORT = {"visitor": gettext_lazy("Visitor"), **{tier.value: tier.label for tier in Tier}}
NOBODY = 0
"""The number of a member who is not there: nothing can be found or written for them."""

LOOKING_ONLY: dict[str, Any] = {**settings.SECURE_CSP, "form-action": [CSP.NONE], "connect-src": [CSP.NONE]}
"""The browser sends nothing from this page, whatever forms and scripts it has."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a lesson's page shows instead of what the reader would get."""

    everything: Catalogue
    learner: Learner


@may("view_owntext")
@csp_override(LOOKING_ONLY)
def seen_as(request: StaffRequest, ref: int, language: str, who: str) -> HttpResponse:
    subject = subject_or_404(ref)
    number = request.GET.get("revision", "")
    draft = revision_or_404(subject, language, number) if number else None  # None: what is published.
    everything = everything_with(subject, draft, language, request.program.language)
    if who not in WHO or ref not in everything.lesson_by_ref:
        messages.info(request, _("Members do not see this lesson: it is hidden, or nothing of it is published."))
        return to("curriculum_words", ref, language)
    asked = as_asked_by(request, who, language, everything)
    with translation.override(language):
        page = views.lesson(asked, subject.module.slug, subject.slug)
    context = {"who": who, "who_name": WHO[who], "everybody": SHORT, "draft": draft, "ref": ref, "language": language}
    banner = render_to_string("admin/curriculum/seen_as.html", {**context, "language_name": LANGUAGES[language]})
    return HttpResponse(page.content.decode().replace("<main ", f"{banner}<main ", 1))  # type: ignore[attr-defined]


def everything_with(subject: Subject, draft: Revision | None, language: str, *others: str) -> Catalogue:
    if draft is None:
        return catalogue(language, *others)
    languages = tuple(dict.fromkeys((language, *others, ORIGINAL)))
    changes = changes_in_scope(languages)
    words = changes.words | {subject.ref: words_of_revision(draft, language)}
    setting = changes.settings.get(subject.ref, {}) | {"is_hidden": False}
    changed = replace(changes, words=words, settings=changes.settings | {subject.ref: setting})
    return overlaid(shared_catalogue(*languages), changed)


def as_asked_by(request: StaffRequest, who: str, language: str, everything: Catalogue) -> Any:
    """The same request, asked by somebody who is made up."""
    asked: Any = copy(request)
    tier = Tier.FREE if who == "visitor" else Tier(who)
    now = clock.now()
    asked.method, asked.LANGUAGE_CODE = "GET", language
    asked.user, asked.membership = AnonymousUser(), None
    if who != "visitor":
        asked.user = User(pk=NOBODY, name=_("Somebody"))
        asked.membership = Membership(pk=NOBODY, user=asked.user, role="member", joined_at=now)
        asked.membership.granted = GIVES[tier]
    joined_at = None if who == "visitor" else now
    asked.seen = Seen(everything, Learner(now, request.program.zone, GIVES[tier], joined_at))
    return asked
