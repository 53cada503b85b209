"""The address of the glossary, /glossary/."""

from django.urls import path

from content.glossary import views

urlpatterns = [path("", views.glossary, name="glossary")]
