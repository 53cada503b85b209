"""The addresses of the open data, under /data/."""

from django.urls import path

from learners.opendata import views

urlpatterns = [
    path("", views.open_data, name="open_data"),
    path("catalogue.jsonld", views.catalogue, name="open_data_catalogue"),
    path("<slug:slug>.<slug:form>", views.file, name="open_data_file"),
]
