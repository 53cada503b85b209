"""The addresses of the coverage report, under /staff/coverage/."""

from django.urls import path

from cms.staff.coverage import views

urlpatterns = [
    path("", views.report, name="coverage"),
    path("facts/", views.old_facts, name="old_facts"),
]
