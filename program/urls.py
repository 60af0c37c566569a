"""Every address; stable, because mails and bookmarks depend on them."""

from django.contrib import admin
from django.urls import include, path, re_path

from program import brand_pages, health, home, impact, reader

urlpatterns = [
    path("livez", health.livez),
    path("readyz", health.readyz),
    path("tls/allowed", health.tls_allowed),
    path("", home.front_page, name="home"),
    path("desk/", home.desk, name="desk"),
    path("mission/", impact.mission_page, name="mission"),
    path("mission.json", impact.mission_json, name="mission_json"),
    path("theme/", reader.set_theme, name="set_theme"),
    path("pages/", reader.set_pages, name="set_pages"),
    path("language/", reader.set_language, name="set_language"),
    path("zone/", reader.set_zone, name="set_zone"),
    re_path(r"^brand/(?P<accent>[0-9a-f]{6})\.css$", brand_pages.stylesheet),
    re_path(r"^brand/(?P<name>logo-\w+\.(?:png|jpg|webp))$", brand_pages.logo),
    path("", include("curriculum.urls")),
    path("", include("program.mail.urls")),
    path("", include("members.urls")),
    path("accounts/", include("allauth.urls")),
    path("", include("roundtables.urls")),
    path("admin/", admin.site.urls),
]

handler400 = "program.errors.bad_request"
handler403 = "program.errors.forbidden"
handler404 = "program.errors.not_found"
