"""The addresses of webinars, under /learn/."""

from django.urls import path

from learners.attendance import views

urlpatterns = [path("<slug:code>/attendance/", views.attendance, name="attendance")]
