"""The addresses of personal links, under /supervisor/."""

from django.urls import path

from learners.placements.links import views

urlpatterns = [
    path("<str:token>/", views.supervise, name="supervise"),
    path("<str:token>/agreement/<int:number>.pdf", views.agreement_pdf, name="supervisor_agreement"),
    path("<str:token>/evaluation/", views.evaluation, name="supervisor_evaluation"),
    path("<str:token>/check/", views.check, name="supervisor_check"),
    path("<str:token>/receipt/", views.receipt, name="supervisor_receipt"),
    path("<str:token>/new-link/", views.new_link, name="supervisor_new_link"),
]
