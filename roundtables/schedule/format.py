"""What kind of session it is: staff name their program's formats, the five usual ones are there from the start."""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from program.tenancy.owned import ProgramOwned

FORMATS: dict[str, tuple[Promise, Promise]] = {
    "roundtable": (_("Roundtable"), _("Founders bring their question; a coach answers each in turn.")),
    "showcase": (_("Showcase"), _("Founders who have customers show what they sell, and to whom.")),
    "brainstorm": (_("Brainstorm"), _("One founder’s problem, everybody’s ideas, a decision at the end.")),
    "book-reading": (_("Book reading"), _("A chapter is read beforehand and talked about together.")),
    "talk": (_("Talk"), _("Somebody who has done it tells how, and is asked.")),
}


class Format(ProgramOwned):
    """A kind of session of one program."""

    slug = models.SlugField(_("short name"), max_length=40, help_text=_("Part of the address of the filtered list."))
    name = models.CharField(_("name"), max_length=60)
    what = models.CharField(_("what happens there"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta(ProgramOwned.Meta):
        verbose_name = _("format")
        verbose_name_plural = _("formats")
        constraints = [
            models.UniqueConstraint(
                fields=["program", "slug"],
                name="format_slug_unique",
                violation_error_message=_("There is already a format with this short name."),
            )
        ]

    def __str__(self) -> str:
        return self.name


def make_formats() -> None:
    """The five usual ones, in the language that is active; those that exist stay as they are."""
    rows = [
        Format(slug=slug, name=str(name), what=str(what), position=position)
        for position, (slug, (name, what)) in enumerate(FORMATS.items())
    ]
    Format.objects.bulk_create(rows, ignore_conflicts=True)
