"""The addresses of accounts, under /staff/accounts/."""

from django.urls import path

from cms.staff.accounts import views

urlpatterns = [
    path("<int:user_id>/", views.account, name="staff_account"),
    path("<int:user_id>/sign-out/", views.sign_out, name="end_sessions"),
    path("<int:user_id>/second-step/", views.take_step, name="remove_second_step"),
]
