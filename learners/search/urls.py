"""The address of the search, /search/."""

from django.urls import path

from learners.search import views

urlpatterns = [path("", views.find, name="search")]
