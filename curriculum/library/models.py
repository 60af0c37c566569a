"""Books that a program adds to the shared reading list."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from program.tenancy.owned import ProgramOwned


class OwnBook(ProgramOwned):
    title = models.CharField(_("title"), max_length=200)
    author = models.CharField(_("author"), max_length=200, blank=True)
    publisher = models.CharField(_("publisher"), max_length=120, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    series = models.CharField(_("series"), max_length=120, blank=True)
    volume = models.PositiveSmallIntegerField(_("volume"), null=True, blank=True)
    url = models.URLField(_("link"), blank=True)
    note = models.TextField(
        _("what one takes from it"), max_length=600, blank=True, help_text=_("In your own words; no text is copied.")
    )
    is_published = models.BooleanField(_("published"), default=True)

    class Meta(ProgramOwned.Meta):
        verbose_name = _("book")
        verbose_name_plural = _("books")
        indexes = [models.Index(fields=["program", "title"], name="ownbook_by_title")]

    def __str__(self) -> str:
        return self.title
