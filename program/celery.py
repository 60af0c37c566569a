"""What the workers and beats load."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "program.settings")

app = Celery("program")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(
    [
        "program.mail",
        "members",
        "members.billing.hearing",
        "members.billing.rolling",
        "curriculum",
        "roundtables",
        "roundtables.rooms",
    ]
)
