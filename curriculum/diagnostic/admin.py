"""What coaches and staff see of the diagnostic: who answered what, and which gaps it showed."""

from django.contrib import admin
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from curriculum.diagnostic.headings import chosen_answers, headings
from curriculum.models import Intake
from curriculum.shared.references import reference
from program.audit.staff import ProgramAdmin, ReadOnly


@admin.register(Intake)
class IntakeAdmin(ReadOnly, ProgramAdmin):
    list_display = ("membership", "finished_at", "gaps")
    list_select_related = ("membership__user",)
    search_fields = ("membership__user__email", "membership__user__name")
    ordering = ("-finished_at",)
    fields = ("membership", "finished_at", "version", "gaps", "said")
    readonly_fields = ("gaps", "said")

    @admin.display(description=_("gaps"))
    def gaps(self, obj: Intake) -> str:
        found = (reference("pattern", slug, _language()) for slug in obj.patterns)
        return " · ".join(str(pattern["name"]) for pattern in found if pattern) or "–"

    @admin.display(description=_("answers"))
    def said(self, obj: Intake) -> SafeString:
        answers = chosen_answers(headings(_language()), obj.answers)
        lines = ((question["ask"], answer["text"]) for question, answer in answers)
        return format_html_join("", "<p>{}<br><strong>{}</strong></p>", lines)


def _language() -> str:
    return get_language() or "en"
