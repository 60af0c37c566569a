from django.urls import path

from members.ventures import sharing_views, views

urlpatterns = [
    path("venture/", views.venture, name="venture"),
    path("venture/leave/", views.leave, name="leave_venture"),
    path("venture/founders/<int:founder_id>/owner/", sharing_views.promote, name="make_owner"),
    path("venture/with/<str:token>/", sharing_views.accept, name="become_founder"),
]
