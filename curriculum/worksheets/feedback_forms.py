from django import forms
from django.utils.translation import gettext_lazy as _

from curriculum.models import WorksheetComment
from curriculum.worksheets.kinds import WordsAnswer

WHOLE = "whole-sheet"
"""No field is called so: their names have no hyphen."""

LONGEST = WorksheetComment._meta.get_field("words").max_length


class ReplyForm(forms.Form):
    words = WordsAnswer(
        label=_("Your reply"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"})
    )


class FeedbackForm(forms.Form):
    """One box for the whole sheet and one for each field; whatever is filled in is sent together."""

    def __init__(self, names: list[str], data: object = None) -> None:
        super().__init__(data, prefix="say")  # type: ignore[arg-type]
        box = forms.Textarea(attrs={"rows": 3, "dir": "auto"})
        for name in ["", *names]:
            self.fields[name or WHOLE] = WordsAnswer(
                label=_("Your comment"), required=False, max_length=LONGEST, widget=box
            )

    def clean(self) -> dict[str, str]:
        found = {name: str(self.cleaned_data.get(name) or "") for name in self.fields}
        if not self.errors and not any(found.values()):
            raise forms.ValidationError(_("Write a comment first: on one answer or on the whole sheet."))
        return found

    @property
    def comments(self) -> dict[str, str]:
        """By field; "" is the whole sheet."""
        return {"" if name == WHOLE else name: words for name, words in self.cleaned_data.items()}
