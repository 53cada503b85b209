"""The addresses of discussions, under /learn/."""

from django.urls import path

from learners.observations import views

urlpatterns = [path("<slug:code>/contribution/", views.contribution, name="contribution")]
