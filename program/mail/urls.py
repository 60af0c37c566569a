from django.urls import path

from program.mail import views

urlpatterns = [
    path("u/<str:token>/", views.unsubscribe, name="unsubscribe"),
    path("mail/preferences/", views.preferences, name="mail_preferences"),
]
