"""The addresses of the team of a cohort, under /staff/cohorts/<code>/team/."""

from django.urls import path

from cms.staff.team import views

urlpatterns = [
    path("", views.team, name="cohort_team"),
    path("add/", views.add, name="add_to_team"),
    path("<int:role_id>/end/", views.end, name="end_teaching"),
]
