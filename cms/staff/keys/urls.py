"""The addresses of corrected keys, under /staff/keys/."""

from django.urls import path

from cms.staff.keys import views

urlpatterns = [
    path("", views.corrections, name="key_corrections"),
    path("new/", views.propose, name="propose_key"),
    path("<int:correction_id>/", views.record, name="key_correction"),
    path("<int:correction_id>/confirm/", views.confirm, name="confirm_key"),
    path("<int:correction_id>/drop/", views.drop, name="drop_key"),
]
