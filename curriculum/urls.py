from django.urls import path

from curriculum import views
from curriculum.editing.picture_pages import picture

urlpatterns = [
    path("curriculum/", views.path, name="curriculum"),
    path("curriculum/pictures/<int:picture_id>/<str:name>", picture, name="lesson_picture"),
    path("curriculum/<slug:module>/", views.module, name="module"),
    path("curriculum/<slug:module>/<slug:lesson>/", views.lesson, name="lesson"),
    path("curriculum/<slug:module>/<slug:lesson>/done/", views.lesson_done, name="lesson_done"),
]
