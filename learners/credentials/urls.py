"""The public addresses of certificates, under /verify/."""

from django.urls import path

from learners.credentials import views

urlpatterns = [
    path("", views.find, name="verify"),
    path("<str:serial>/", views.verify_certificate, name="verify_certificate"),
    path("<str:serial>/certificate.pdf", views.my_certificate_pdf, name="my_certificate_pdf"),
]
