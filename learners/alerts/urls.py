"""The addresses of the mail when applications open, under /tell-me/."""

from django.urls import path

from learners.alerts import views

urlpatterns = [
    path("", views.ask, name="ask_for_alert"),
    path("<str:key>/", views.confirm, name="confirm_alert"),
    path("<str:key>/stop/", views.stop, name="stop_alert"),
]
