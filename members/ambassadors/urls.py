from django.urls import path

from members.ambassadors import views

urlpatterns = [
    path("i/<slug:code>/", views.invite, name="invite"),
    path("ambassadors/", views.dashboard, name="ambassadors"),
    path("ambassadors/<slug:code>/revoke/", views.revoke_link, name="revoke_invite"),
]
