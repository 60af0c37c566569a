from django.urls import path

from members.ambassadors import views

urlpatterns = [
    path("i/<str:code>/", views.invite, name="invite"),
    path("ambassadors/", views.dashboard, name="ambassadors"),
    path("ambassadors/<str:code>/revoke/", views.revoke_link, name="revoke_invite"),
]
