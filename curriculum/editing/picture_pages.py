"""Pictures: added and removed in a lesson's editor, shown to whoever may read the lesson."""

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from curriculum.editing.forms import PictureForm
from curriculum.editing.pictures import add_picture, address_of, line_of, remove_picture
from curriculum.editing.staff_page import StaffRequest, draw, may, to
from curriculum.editing.subject import subject_or_404
from curriculum.gates import may_read
from curriculum.models import OwnText, Picture
from curriculum.requests import MemberRequest, learner_for, words_for
from program.access import public

FOR_EVER = "private, max-age=31536000, immutable"
"""Another picture has another address; nobody between keeps what only some may see."""


@public
def picture(request: MemberRequest, picture_id: int, name: str) -> HttpResponseBase:
    found = get_object_or_404(Picture, pk=picture_id)
    if str(found.file.name).rpartition("/")[2] != name or not may_see(request, found):
        raise Http404(_("There is no picture at this address."))
    try:
        file = default_storage.open(str(found.file.name))
    except OSError:
        raise Http404(_("There is no picture at this address.")) from None
    return FileResponse(file, headers={"Cache-Control": FOR_EVER, "Content-Disposition": "inline"})


def may_see(request: MemberRequest, picture: Picture) -> bool:
    """Those who write lessons see all; others what stands in published words that are open to them."""
    membership = request.membership
    if membership is not None and membership.is_active and membership.may("curriculum.view_picture"):
        return True
    everything = words_for(request)
    lesson = everything.lesson_by_ref.get(picture.ref)
    if lesson is None or not may_read(lesson, everything, learner_for(request)):
        return False
    return OwnText.objects.filter(ref=picture.ref, published__body_html__contains=address_of(picture)).exists()


@may("add_picture")
def add(request: StaffRequest, ref: int, language: str) -> HttpResponse:
    subject = subject_or_404(ref)
    form = PictureForm(request.POST or None, request.FILES or None, auto_id="picture_%s")
    if request.method == "POST" and form.is_valid():
        made = add_picture(subject, form.cleaned_data["file"], form.cleaned_data["words"], by=request.membership)
        if request.headers.get("Accept") == "text/plain":
            return HttpResponse(line_of(made), content_type="text/plain; charset=utf-8", status=201)
        messages.success(request, _("Added. Take over its line into the text: %s") % line_of(made))
        return to("curriculum_words", ref, language, at="#pictures")
    return draw(request, "picture.html", title=_("Add a picture"), subject=subject, language=language, form=form)


@may("delete_picture")
def remove(request: StaffRequest, ref: int, language: str, picture_id: int) -> HttpResponse:
    subject = subject_or_404(ref)
    found = get_object_or_404(Picture, pk=picture_id, ref=subject.ref)
    if request.method == "POST":
        if remove_picture(found, by=request.membership):
            messages.success(request, _("The picture is removed."))
        else:
            messages.error(request, _("A revision shows this picture, so it has to stay."))
    return to("curriculum_words", ref, language, at="#pictures")
