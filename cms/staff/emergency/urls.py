"""The addresses of emergencies, under /staff/emergency/."""

from django.urls import path

from cms.staff.emergency import views

urlpatterns = [
    path("", views.emergencies, name="emergencies"),
    path("<slug:action>/", views.take, name="take_right"),
    path("<slug:action>/end/", views.end, name="end_right"),
]
