"""The addresses of the desk of personal data, under /staff/privacy/."""

from django.urls import path

from cms.staff.privacy import views

urlpatterns = [
    path("", views.requests, name="erasure_requests"),
    path("enter/", views.enter, name="enter_erasure"),
    path("<int:request_id>/", views.record, name="erasure_request"),
    path("<int:request_id>/propose/", views.propose, name="propose_erasure"),
    path("<int:request_id>/approve/", views.approve, name="approve_erasure"),
    path("<int:request_id>/refuse/", views.refuse, name="refuse_erasure"),
]
