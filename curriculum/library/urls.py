from django.urls import path

from curriculum.library import views

urlpatterns = [
    path("library/", views.library, name="library"),
    path("mistakes/", views.mistakes, name="mistakes"),
]
