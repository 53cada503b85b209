"""The addresses of the own data, under /learn/privacy/."""

from django.urls import path

from learners.privacy import views

urlpatterns = [
    path("", views.privacy, name="privacy"),
    path("copy/", views.ask_copy, name="ask_data_copy"),
    path("copy/<int:copy_id>/", views.download, name="data_copy"),
    path("consent/<slug:kind>/withdraw/", views.withdraw_consent, name="withdraw_consent"),
    path("erase/", views.ask_erasure, name="ask_erasure"),
    path("erase/withdraw/", views.withdraw_erasure, name="withdraw_erasure"),
]
