from django.urls import include, path

from curriculum import views

urlpatterns = [
    path("", include("curriculum.worksheets.urls")),
    path("curriculum/", views.path, name="curriculum"),
    path("curriculum/<slug:module>/", views.module, name="module"),
    path("curriculum/<slug:module>/<slug:lesson>/", views.lesson, name="lesson"),
    path("curriculum/<slug:module>/<slug:lesson>/done/", views.lesson_done, name="lesson_done"),
]
