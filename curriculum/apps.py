from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CurriculumConfig(AppConfig):
    name = "curriculum"
    verbose_name = _("Curriculum")

    def ready(self) -> None:
        import curriculum.questions.letters
        import curriculum.worksheets.letters  # noqa: F401 - they register the room's mails
