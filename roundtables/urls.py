"""Stable: mails, calendars and bookmarks lead here."""

from django.urls import path

from roundtables import recordings, views

urlpatterns = [
    path("roundtables/", views.roundtables, name="roundtables"),
    path("roundtables/<int:number>/", views.roundtable, name="roundtable"),
    path("roundtables/<int:number>/register/", views.register, name="roundtable_register"),
    path("roundtables/<int:number>/cancel/", views.cancel, name="roundtable_cancel"),
    path("roundtables/<int:number>/join/", views.join, name="roundtable_join"),
    path("roundtables/<int:number>/calendar.ics", views.calendar_file, name="roundtable_calendar"),
    path("roundtables/<int:number>/recording/", recordings.recording, name="roundtable_recording"),
    path("recordings/", recordings.recordings, name="recordings"),
]
