"""The addresses for wallets, under /wallet/."""

from django.urls import path

from learners.credentials.wallets import views

urlpatterns = [
    path("for/<str:serial>/", views.hand_over, name="wallet"),
    path("<str:key>/", views.offer, name="wallet_offer"),
    path("<str:key>/exchange/", views.exchange, name="wallet_exchange"),
]
