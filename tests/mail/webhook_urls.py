"""The site's addresses with that of the mail services, which a site without their secret does not have."""

from django.urls import path

from program.mail import webhooks
from program.urls import handler400, handler403, handler404
from program.urls import urlpatterns as ours

__all__ = ["handler400", "handler403", "handler404", "urlpatterns"]

urlpatterns = [path("mail/reports/<slug:service>/", webhooks.report, name="mail_report"), *ours]
