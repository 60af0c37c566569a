"""A founder's side of feedback: asking for it, and replying to it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from curriculum.models import WorksheetComment
from curriculum.worksheets.comparing import label_of
from curriculum.worksheets.feedback import ask_for_feedback, reply_to
from curriculum.worksheets.feedback_forms import ReplyForm
from curriculum.worksheets.guarding import behind_the_wall
from curriculum.worksheets.sheet import kept_sheet_for
from members.models import Entitlement
from program import clock
from program.access import member_required


@member_required
@require_POST
@behind_the_wall
def ask(request: HttpRequest, module: str, lesson: str) -> HttpResponse:
    sheet = kept_sheet_for(request, module, lesson)
    assert sheet.row is not None
    if not sheet.membership.has(Entitlement.FEEDBACK):
        return redirect("premium")
    if ask_for_feedback(sheet.row, by=sheet.membership, now=clock.now()):
        messages.success(request, _("Asked. A coach reads it, and a mail tells you when the feedback is here."))
    else:
        messages.info(request, _("You have asked already. A mail tells you when the feedback is here."))
    return redirect("worksheet", module, lesson)


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
@behind_the_wall
def reply(request: HttpRequest, module: str, lesson: str, comment_id: int) -> HttpResponse:
    """A page of its own, so that replying takes nothing from what is being typed in the sheet."""
    sheet = kept_sheet_for(request, module, lesson)
    mine = WorksheetComment.objects.filter(version__worksheet=sheet.row).select_related("version", "author__user")
    comment = get_object_or_404(mine, pk=comment_id)
    form = ReplyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reply_to(comment, form.cleaned_data["words"], by=sheet.membership, now=clock.now())
        messages.success(request, _("Your reply is there. The coach sees it beside the worksheet."))
        return redirect("worksheet", module, lesson)
    label = label_of(comment.field, sheet.asked, comment.version)
    thread = sheet.comments.get(comment.field, [])
    context = {"sheet": sheet, "lesson": sheet.lesson, "label": label, "thread": thread, "form": form}
    return render(request, "curriculum/worksheets/reply.html", context)
