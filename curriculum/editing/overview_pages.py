"""The curriculum on one page of the admin, and what is changed from there without opening a lesson."""

import re

from django.contrib import messages
from django.http import HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from curriculum.editing import places
from curriculum.editing.forms import PlaceForm
from curriculum.editing.overview import overview
from curriculum.editing.staff_page import StaffRequest, draw, may, to
from curriculum.editing.subject import RefConverter, subject_or_404
from curriculum.models import Lesson, Module

STEPS = {"up": -1, "down": 1}
NUMBER = re.compile(RefConverter.regex)


@may("view_lesson")
def overview_page(request: StaffRequest) -> HttpResponse:
    modules = overview(request.LANGUAGE_CODE, request.program.language)
    return draw(request, "overview.html", title=_("Curriculum"), modules=modules)


@may("change_lessonsetting")
def order(request: StaffRequest, pk: int) -> HttpResponse:
    """A list of numbers, as it was dragged; or one lesson, a step up or down."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    module = get_object_or_404(Module, pk=pk, is_retired=False)
    dragged = numbers(request.POST.get("order", ""))
    stepped = next(iter(numbers(request.POST.get("move", ""))), 0)
    steps = STEPS.get(request.POST.get("to", ""), 0)
    try:
        places.reorder(module, dragged or places.moved(order_now(request, module), stepped, steps), by=request.user)
    except places.ListChanged:
        messages.error(request, _("The list of lessons has changed meanwhile. Nothing was moved: look at it again."))
        return HttpResponse(status=409) if dragged else to("curriculum_lesson_changelist")
    return HttpResponse(status=204) if dragged else to("curriculum_lesson_changelist", at=f"#lesson{stepped}")


def numbers(text: str) -> list[int]:
    parts = text.split(",")
    return [int(part) for part in parts] if all(NUMBER.fullmatch(part) for part in parts) else []


def order_now(request: StaffRequest, module: Module) -> list[int]:
    rows = next((found.lessons for found in overview(request.LANGUAGE_CODE) if found.module.pk == module.pk), [])
    return [row.ref for row in rows]


@may("change_lessonsetting")
def hide(request: StaffRequest, ref: int) -> HttpResponse:
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    is_hidden = request.POST.get("hidden") == "yes"
    places.place(subject_or_404(ref), {"is_hidden": is_hidden}, by=request.user)
    return to("curriculum_lesson_changelist", at=f"#lesson{ref}")


@may("change_lessonsetting")
def place_page(request: StaffRequest, ref: int) -> HttpResponse:
    """Tier, day and whether members see it."""
    subject = subject_or_404(ref)
    tier = None if subject.is_own else Lesson.objects.values_list("tier", flat=True).get(pk=ref)
    setting = places.setting_of(subject)
    form = PlaceForm(request.POST or None, instance=setting, tier_before=tier)
    if request.method == "POST" and form.is_valid():
        places.place(subject, form.cleaned_data, by=request.user)
        messages.success(request, _("Saved."))
        return to("curriculum_lesson_changelist", at=f"#lesson{ref}")
    return draw(request, "place.html", title=_("Tier and day"), subject=subject, form=form)
