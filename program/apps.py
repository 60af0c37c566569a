from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ProgramConfig(AppConfig):
    name = "program"
    verbose_name = _("Program")

    def ready(self) -> None:
        from program import table_questions
        from program.celery import app
        from program.tenancy.grants import grant_after_migrate

        app.set_default()  # Web publishes nudges with our broker's settings, from whichever thread.
        table_questions.join_rooms()
        post_migrate.connect(grant_after_migrate, sender=self)


class StaffAdminConfig(AdminConfig):
    default_site = "program.tenancy.admin_site.ProgramAdminSite"
