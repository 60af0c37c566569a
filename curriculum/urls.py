from django.urls import path

from curriculum import views
from curriculum.learning import badge_views, quiz_views

urlpatterns = [
    path("curriculum/", views.path, name="curriculum"),
    path("curriculum/<slug:module>/", views.module, name="module"),
    path("curriculum/<slug:module>/<slug:lesson>/", views.lesson, name="lesson"),
    path("curriculum/<slug:module>/<slug:lesson>/done/", views.lesson_done, name="lesson_done"),
    path("curriculum/<slug:module>/<slug:lesson>/quiz/", quiz_views.quiz, name="lesson_quiz"),
    path("badges/<slug:code>/", badge_views.badge, name="badge"),
]
