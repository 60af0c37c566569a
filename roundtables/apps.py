from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RoundtablesConfig(AppConfig):
    name = "roundtables"
    verbose_name = _("Roundtables")

    def ready(self) -> None:
        from members.accounts.joining import on_welcome
        from roundtables import letters  # noqa: F401 - registers the room's mails
        from roundtables.seating import guests
        from roundtables.staff import note_letters  # noqa: F401 - and one more of them

        on_welcome(guests.adopt)
