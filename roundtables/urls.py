"""Stable: mails, calendars and bookmarks lead here."""

from django.urls import path

from roundtables.calendars import views as calendar_views
from roundtables.pages import card_views, listing, recordings, views
from roundtables.rooms.webhook import webhook
from roundtables.seating import guest_views, pass_on_views, seat_views

SEAT = "roundtables/<int:number>/seat/<slug:token>/"

urlpatterns = [
    path("roundtables/", listing.roundtables, name="roundtables"),
    path("roundtables/<int:number>/", views.roundtable, name="roundtable"),
    path("roundtables/<int:number>/register/", views.register, name="roundtable_register"),
    path("roundtables/<int:number>/register/code/", guest_views.code, name="guest_code"),
    path("roundtables/<int:number>/notify/", views.notify, name="roundtable_notify"),
    path("roundtables/<int:number>/cancel/", views.cancel, name="roundtable_cancel"),
    path("roundtables/<int:number>/join/", views.join, name="roundtable_join"),
    path("roundtables/<int:number>/calendar.ics", views.calendar_file, name="roundtable_calendar"),
    path("roundtables/<int:number>/card.png", card_views.card, name="roundtable_card"),
    path("roundtables/<int:number>/recording/", recordings.recording, name="roundtable_recording"),
    path(SEAT, seat_views.seat, name="seat"),
    path(f"{SEAT}join/", seat_views.join, name="seat_join"),
    path(f"{SEAT}confirm/", seat_views.confirm, name="seat_confirm"),
    path(f"{SEAT}accept/", seat_views.accept, name="seat_accept"),
    path(f"{SEAT}decline/", seat_views.decline, name="seat_decline"),
    path(f"{SEAT}leave/", seat_views.leave, name="seat_leave"),
    path(f"{SEAT}pass-on/", pass_on_views.pass_on, name="seat_pass_on"),
    path("calendar/", calendar_views.subscription, name="calendar"),
    path("calendar/renew/", calendar_views.renew, name="calendar_renew"),
    path("calendar/<slug:token>.ics", calendar_views.feed, name="calendar_feed"),
    path("recordings/", recordings.recordings, name="recordings"),
    path("zoom/webhook/", webhook, name="zoom_webhook"),
]
