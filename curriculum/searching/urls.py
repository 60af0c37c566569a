from django.urls import path

from curriculum.searching import views

urlpatterns = [path("search/", views.search, name="search")]
