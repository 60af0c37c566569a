"""Every address; stable, because mails and bookmarks depend on them."""

from django.contrib import admin
from django.urls import include, path

from program import health, reader

urlpatterns = [
    path("livez", health.livez),
    path("readyz", health.readyz),
    path("tls/allowed", health.tls_allowed),
    path("theme/", reader.set_theme, name="set_theme"),
    path("language/", reader.set_language, name="set_language"),
    path("zone/", reader.set_zone, name="set_zone"),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]

handler400 = "program.errors.bad_request"
handler403 = "program.errors.forbidden"
handler404 = "program.errors.not_found"
