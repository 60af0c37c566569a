from django.conf import settings
from django.urls import path

from program.mail import dev_pages, views

urlpatterns = [
    path("u/<str:token>/", views.unsubscribe, name="unsubscribe"),
    path("mail/preferences/", views.preferences, name="mail_preferences"),
    path("mail/preferences/<str:token>/", views.signed_preferences, name="signed_mail_preferences"),
    path("dev/mail/", dev_pages.mailbox, name="dev_mailbox"),
    path("dev/mail/<slug:name>/", dev_pages.letter, name="dev_letter"),
    path("dev/mail/<slug:name>/html/", dev_pages.letter_html, name="dev_letter_html"),
    path("dev/mail/<slug:name>/attachments/<int:number>/", dev_pages.attachment, name="dev_attachment"),
]

if settings.MAIL_WEBHOOK_SECRET:
    from program.mail import webhooks

    urlpatterns += [path("mail/reports/<slug:service>/", webhooks.report, name="mail_report")]
