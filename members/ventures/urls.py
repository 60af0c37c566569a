from django.urls import path

from members.ventures import views

urlpatterns = [
    path("venture/", views.venture, name="venture"),
    path("venture/leave/", views.leave, name="leave_venture"),
]
