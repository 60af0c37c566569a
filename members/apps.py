from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    name = "members"
    verbose_name = _("Members")

    def ready(self) -> None:
        from members import letters  # noqa: F401 - registers its kinds of mail
        from members.accounts import first_proof  # noqa: F401 - listens to allauth
        from members.billing import letters as billing_letters  # noqa: F401 - the same
