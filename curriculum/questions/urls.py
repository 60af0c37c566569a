from django.urls import path

from curriculum.questions import views

urlpatterns = [
    path("curriculum/<slug:module>/<slug:lesson>/questions/", views.lesson_questions, name="lesson_questions"),
    path("questions/<int:question_id>/withdraw/", views.withdraw_question, name="withdraw_question"),
]
