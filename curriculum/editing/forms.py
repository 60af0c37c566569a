"""What editors fill in: a lesson's words, its place, a picture."""

from typing import Any, ClassVar

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from curriculum.editing.pictures import LessonPictures, redrawn
from curriculum.editing.typed import FIELDS, is_missing, read
from curriculum.loading.addresses import leads_to_lesson
from curriculum.loading.lesson_file import LessonWords
from curriculum.models import Lesson, LessonSetting, Module, OwnLesson
from members.models import Tier

LATEST = 2**31 - 1
"""The highest number of a version that its column takes."""

MISSING = _("This is still missing. A draft can be saved without it; members need it.")


def text(label: Any, rows: int, help_text: Any = "", most: int = 20_000) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, widget=area, help_text=help_text, max_length=most, required=False, strip=False)


QUIZ = """\
- ask: …?
  answers:
  - text: …
    right: true
    why: …
  - text: …
    why: …
"""
WORKSHEET = """\
title: …
intro: …
fields:
- name: price
  kind: money
  label: …?
  hint: …
"""


class WordsForm(forms.Form):
    words: LessonWords
    """What was read; complete only if the form is valid."""

    title = forms.CharField(label=_("Title"), max_length=120)
    summary = text(_("Summary"), 2, _("One sentence, in lists and under the title."), 300)
    teaser = text(_("Teaser"), 3, _("Everyone reads it, also those whose tier does not open the lesson."), 4_000)
    body = text(_("Text"), 24, _("In Markdown. Begin headings with ##."), 100_000)
    task = text(_("Do this"), 3, _("The one thing to do at the end."), 4_000)
    mistakes = text(_("Mistakes"), 5, _("One a line."))
    sources = text(
        _("Sources"), 4, _("One a line: title | author | year | link | note. What is not known stays empty.")
    )
    quiz = text(_("Quiz"), 10, _("In YAML, as in the files of the shared lessons."))
    worksheet = text(_("Worksheet"), 10, _("In YAML, as in the files of the shared lessons."))
    note = forms.CharField(
        label=_("What changed"), max_length=200, required=False, help_text=_("For the history; members do not see it.")
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    based_on = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=LATEST, required=False)

    def __init__(
        self, *args: Any, pictures: LessonPictures, language: str, is_draft: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.pictures, self.language, self.is_draft = pictures, language, is_draft
        for name in ("quiz", "worksheet", "sources"):
            self.fields[name].widget.attrs.update({"spellcheck": "false", "class": "is-code"})
        self.fields["quiz"].widget.attrs["placeholder"] = QUIZ
        self.fields["worksheet"].widget.attrs["placeholder"] = WORKSHEET

    def only_to_read(self) -> None:
        for field in self.fields.values():
            field.widget.attrs["readonly"] = True

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        given = {name: str(cleaned.get(name, "")) for name in FIELDS}
        self.words, complaints = read(given, self.pictures, self.language)
        complaints.setdefault("body", []).extend(self.pictures.complaints())
        for name, heard in complaints.items():
            if name in self.errors:
                continue
            for complaint in heard:
                if not is_missing(complaint):
                    self.add_error(name, complaint)
                elif not self.is_draft:
                    self.add_error(name, MISSING)
        return cleaned


class PlaceForm(forms.ModelForm):
    class Meta:
        model = LessonSetting
        fields: ClassVar[list[str]] = ["tier", "opens_after_days", "is_hidden"]

    def __init__(self, *args: Any, tier_before: str | None, **kwargs: Any) -> None:
        """`tier_before` is the shared lesson's; a program's own lesson has its tier from itself."""
        super().__init__(*args, **kwargs)
        self.fields["is_hidden"].help_text = _("Members do not see it. What they did there is kept.")
        if tier_before is None:
            del self.fields["tier"]
            return
        as_shared = _("As in the shared curriculum: %(tier)s") % {"tier": Tier(tier_before).label}
        self.fields["tier"] = forms.ChoiceField(
            label=_("Tier"), choices=[("", as_shared), *Tier.choices], required=False
        )


class OwnLessonForm(forms.ModelForm):
    title = forms.CharField(label=_("Title"), max_length=120)

    class Meta:
        model = OwnLesson
        fields: ClassVar[list[str]] = ["module", "slug", "minutes", "tier", "is_optional"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["title"]
        if "module" in self.fields:
            self.fields["module"].queryset = Module.objects.filter(is_retired=False).order_by("position")  # type: ignore[attr-defined]
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = _("The end of its address; stays as it is. Empty: made from the title.")

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        if "slug" not in self.fields or "slug" in self.errors:
            return cleaned
        slug = cleaned.get("slug") or slugify(cleaned.get("title", ""))[:60].strip("-")
        cleaned["slug"] = self.instance.slug = slug
        if not slug and "title" not in self.errors:
            self.add_error("slug", _("No address can be made from this title. Write a short name in plain letters."))
        module = cleaned.get("module")
        if module and slug and not leads_to_lesson(module.slug, slug):
            self.add_error("slug", _("Another page of this module has this address. Please choose another."))
        elif module and Lesson.objects.filter(module=module, slug=slug).exists():
            self.add_error(
                "slug", _("The shared curriculum has a lesson of this name in this module. Please choose another.")
            )
        elif module and OwnLesson.objects.filter(module=module, slug=slug).exclude(pk=self.instance.pk).exists():
            self.add_error("slug", _("Your program has a lesson of this name in this module. Please choose another."))
        return cleaned


class PictureForm(forms.Form):
    file = forms.FileField(
        label=_("Picture"),
        help_text=_("PNG, JPEG or WebP, at most 5 MB."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )
    words = forms.CharField(label=_("What it shows"), max_length=200, help_text=_("For those who do not see it."))

    def clean_file(self) -> Any:
        """Opened before it is trusted; says what is wrong with it."""
        return redrawn(self.cleaned_data["file"])
