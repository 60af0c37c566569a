from django.urls import include, path

from curriculum import views
from curriculum.catalogue_json import curriculum_json
from curriculum.editing.picture_pages import picture
from curriculum.learning import badge_views, quiz_views
from curriculum.whole_module import whole_module

urlpatterns = [
    path("", include("curriculum.diagnostic.urls")),
    path("", include("curriculum.library.urls")),
    path("", include("curriculum.searching.urls")),
    path("", include("curriculum.worksheets.urls")),
    path("curriculum/", views.path, name="curriculum"),
    path("curriculum.json", curriculum_json, name="curriculum_json"),
    path("curriculum/pictures/<int:picture_id>/<str:name>", picture, name="lesson_picture"),
    path("curriculum/<slug:module>/", views.module, name="module"),
    path("curriculum/<slug:module>/print/", whole_module, name="whole_module"),
    path("curriculum/<slug:module>/<slug:lesson>/", views.lesson, name="lesson"),
    path("curriculum/<slug:module>/<slug:lesson>/done/", views.lesson_done, name="lesson_done"),
    path("", include("curriculum.questions.urls")),
    path("curriculum/<slug:module>/<slug:lesson>/quiz/", quiz_views.quiz, name="lesson_quiz"),
    path("badges/<slug:code>/", badge_views.badge, name="badge"),
]
