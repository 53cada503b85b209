"""The learner's dates, under /learn/dates/."""

from django.urls import path, re_path

from learners.calendar import views

CODE = r"(?P<code>[A-Z][A-Z0-9-]{0,18})"

urlpatterns = [
    path("", views.dates, name="dates"),
    path("calendar.ics", views.download, name="calendar_download"),
    path("address/", views.reset_address, name="reset_calendar_address"),
    re_path(rf"^{CODE}/more-time/$", views.more_time, name="more_time"),
    re_path(rf"^{CODE}/more-time/72-hours/$", views.take_72_hours, name="take_72_hours"),
]
