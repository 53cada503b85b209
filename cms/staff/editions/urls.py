"""The addresses of the desk of editions, under /staff/editions/."""

from django.urls import path

from cms.staff.editions import views

urlpatterns = [
    path("", views.editions, name="editions"),
    path("compare/", views.compare, name="compare_editions"),
    path("move/<slug:code>/", views.upgrade, name="upgrade_cohort"),
]
