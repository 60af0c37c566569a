from django.urls import path

from curriculum.diagnostic import views

urlpatterns = [
    path("diagnostic/", views.introduction, name="diagnostic"),
    path("diagnostic/result/", views.result, name="diagnostic_result"),
    path("diagnostic/<slug:heading>/", views.heading, name="diagnostic_heading"),
]
