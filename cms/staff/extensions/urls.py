"""The addresses of the desk of requests, under /staff/extensions/."""

from django.urls import path

from cms.staff.extensions import views

urlpatterns = [
    path("", views.extensions, name="extensions"),
    path("<int:extension_id>/", views.decide, name="decide_extension"),
]
