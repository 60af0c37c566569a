"""Where mail services report bounces and complaints: only there when MAIL_WEBHOOK_SECRET is set.

These are the services that prove themselves by our secret alone and that anymail tests. Others sign with a key of
theirs (a variable more for each), Amazon wants its own library, and SendGrid is not tested any more.
"""

from anymail.webhooks.brevo import BrevoTrackingWebhookView
from anymail.webhooks.mailjet import MailjetTrackingWebhookView
from anymail.webhooks.mailtrap import MailtrapTrackingWebhookView
from anymail.webhooks.postmark import PostmarkTrackingWebhookView
from anymail.webhooks.sparkpost import SparkPostTrackingWebhookView
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from program.access import View, public

SERVICES: dict[str, View] = {
    "brevo": BrevoTrackingWebhookView.as_view(),
    "mailjet": MailjetTrackingWebhookView.as_view(),
    "mailtrap": MailtrapTrackingWebhookView.as_view(),
    "postmark": PostmarkTrackingWebhookView.as_view(),
    "sparkpost": SparkPostTrackingWebhookView.as_view(),
}


@csrf_exempt  # A service posts without having seen our page; the secret is the permission.
@public
def report(request: HttpRequest, service: str) -> HttpResponseBase:
    """On any program's host: a suspended address is suspended for all of them."""
    if service not in SERVICES:
        raise Http404
    return SERVICES[service](request)
