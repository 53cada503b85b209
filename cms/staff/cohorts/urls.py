"""The addresses of the cohort desk, under /staff/cohorts/."""

from django.urls import path

from cms.staff.cohorts import views

urlpatterns = [
    path("", views.cohorts, name="cohorts"),
    path("new/", views.new_cohort, name="new_cohort"),
    path("<slug:code>/", views.cohort, name="cohort"),
    path("<slug:code>/start/", views.start, name="move_start"),
    path("<slug:code>/places/", views.places, name="change_places"),
    path("<slug:code>/room/", views.room, name="change_room"),
    path("<slug:code>/publish/", views.publish, name="publish_schedule"),
    path("<slug:code>/holidays/", views.holiday, name="add_holiday"),
    path("<slug:code>/holidays/remove/", views.no_holiday, name="remove_holiday"),
    path("<slug:code>/dates/<slug:activity_code>/", views.dates, name="cohort_dates"),
    path("<slug:code>/dates/<slug:activity_code>/rule/", views.dates_by_rule, name="dates_by_rule"),
]
