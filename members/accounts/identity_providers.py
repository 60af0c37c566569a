"""Going to LinkedIn when LinkedIn does not answer: a calm page instead of an error."""

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.providers.openid_connect import views as theirs
from django.http import HttpRequest, HttpResponseBase
from requests import RequestException

from program.access import public


@public
def begin(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Their own view asks the provider for its addresses first, and lets that failure through."""
    try:
        response: HttpResponseBase = theirs.login(request, provider_id)
    except RequestException as error:
        provider = get_adapter().get_provider(request, provider_id)
        response = render_authentication_error(request, provider, exception=error)
    return response
