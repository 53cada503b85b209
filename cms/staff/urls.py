"""The addresses of the staff shell, under /staff/."""

from django.urls import include, path

from cms.staff.design import design
from cms.staff.views import staff_home

urlpatterns = [
    path("", staff_home, name="staff_home"),
    path("design/", design, name="design"),
    path("accounts/", include("cms.staff.accounts.urls")),
    path("cohorts/<slug:code>/people/", include("cms.staff.people.urls")),
    path("cohorts/<slug:code>/team/", include("cms.staff.team.urls")),
    path("coverage/", include("cms.staff.coverage.urls")),
    path("editions/", include("cms.staff.editions.urls")),
    path("cohorts/", include("cms.staff.cohorts.urls")),
    path("learners/", include("cms.staff.learners.urls")),
    path("extensions/", include("cms.staff.extensions.urls")),
    path("marking/exams/", include("cms.staff.exams.urls")),
    path("admissions/", include("cms.staff.admissions.urls")),
    path("privacy/", include("cms.staff.privacy.urls")),
    path("emergency/", include("cms.staff.emergency.urls")),
    path("integrity/", include("cms.staff.integrity.urls")),
    path("internships/", include("cms.staff.internships.urls")),
    path("health/", include("cms.staff.health.urls")),
    path("keys/", include("cms.staff.keys.urls")),
    path("gradebook/", include("cms.staff.gradebook.urls")),
    path("reading/", include("cms.staff.reading.urls")),
    path("awards/", include("cms.staff.awards.urls")),
    path("observed/", include("cms.staff.observed.urls")),
    path("tasks/", include("cms.staff.tasks.urls")),
    path("marking/", include("cms.staff.marking.urls")),
]
