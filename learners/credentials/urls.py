"""The public addresses of certificates, under /verify/."""

from django.urls import path

from learners.credentials import views

urlpatterns = [
    path("", views.find, name="verify"),
    path("file/", views.verify_file, name="verify_file"),
    path("offline.html", views.verify_offline, name="verify_offline"),
    path("status/1", views.revoked, name="status_list"),
    path("<str:serial>/", views.verify_certificate, name="verify_certificate"),
    path("<str:serial>/certificate.pdf", views.my_certificate_pdf, name="my_certificate_pdf"),
    path("<str:serial>/badge.svg", views.my_badge, name="my_badge"),
    path("<str:serial>/badge.png", views.my_badge_picture, name="my_badge_picture"),
    path(
        "<str:serial>/credential.json",
        views.my_certificate_file,
        {"kind": "json"},
        name="my_certificate_json",
    ),
    path(
        "<str:serial>/credential.jwt", views.my_certificate_file, {"kind": "jwt"}, name="my_certificate_jwt"
    ),
]
