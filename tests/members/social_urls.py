"""The site's addresses with those of the providers, which a site without their keys does not have."""

from allauth.socialaccount.providers.google.urls import urlpatterns as google
from allauth.socialaccount.providers.openid_connect.urls import urlpatterns as openid_connect
from django.urls import include, path

from members.accounts.urls import providers
from program.urls import handler400, handler403, handler404
from program.urls import urlpatterns as ours

__all__ = ["handler400", "handler403", "handler404", "urlpatterns"]

urlpatterns = [*providers, *ours, path("accounts/", include([*google, *openid_connect]))]
