"""The address of the desk of editions, under /staff/editions/."""

from django.urls import path

from cms.staff.editions import views

urlpatterns = [path("", views.editions, name="editions")]
