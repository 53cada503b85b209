"""The addresses of the site's health, under /staff/health/."""

from django.urls import path

from cms.staff.health import views

urlpatterns = [
    path("", views.health, name="site_health"),
    path("retry/", views.retry_all, name="retry_all"),
    path("retry/<int:delivery_id>/", views.retry_one, name="retry_delivery"),
]
