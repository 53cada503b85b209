"""The addresses of the readings, under /resources/."""

from django.urls import path

from content.resources import views

urlpatterns = [
    path("", views.reading_list, name="readings"),
    path("<slug:code>/", views.reading, name="reading"),
]
