"""How it stands with a question, as staff read and filter it."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from curriculum.models import Question

STANDINGS = {
    "waiting": (gettext_lazy("Waiting for an answer"), Q(answered_at=None, hidden_at=None)),
    "answered": (gettext_lazy("Answered"), Q(answered_at__isnull=False, hidden_at=None)),
    "hidden": (gettext_lazy("Taken down"), Q(hidden_at__isnull=False)),
}


def standing_of(question: Question) -> str:
    if question.hidden_at:
        return _("Taken down")
    return _("Answered") if question.answered_at else _("Waiting for an answer")


class StandingFilter(admin.SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [(name, label) for name, (label, _meant) in STANDINGS.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Question]) -> QuerySet[Question]:
        chosen = STANDINGS.get(self.value() or "")
        return queryset.filter(chosen[1]) if chosen else queryset
