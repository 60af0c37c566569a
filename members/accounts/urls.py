from django.apps import apps
from django.urls import path

from members.accounts import code_pages, identity_providers, switching, views

urlpatterns = [
    path("join/", views.join, name="join"),
    path("account/", views.profile, name="profile"),
    path("programs/", views.programs, name="programs"),
    path("accounts/arrive/", switching.start, name="arrive"),
    path("accounts/arrive/finish/", switching.finish, name="finish_arriving"),
    path("accounts/handoff/", switching.hand_over, name="hand_over"),
    # Before allauth's own views of the same addresses and names.
    path("accounts/login/code/confirm/", code_pages.sign_in_code, name="account_confirm_login_code"),
    path("accounts/confirm-email/", code_pages.email_code, name="account_email_verification_sent"),
    path("accounts/password/reset/confirm/", code_pages.password_code, name="account_confirm_password_reset_code"),
]

providers = [path("accounts/oidc/<slug:provider_id>/login/", identity_providers.begin)]
if apps.is_installed("allauth.socialaccount.providers.openid_connect"):
    urlpatterns += providers
