"""The addresses of the internship, under /learn/internship/."""

from django.urls import path

from learners.placements import views
from learners.placements.log import views as log

_ONE = "<int:placement_id>/"

urlpatterns = [
    path("", views.workspace, name="internship"),
    path("offers/", views.offers, name="host_offers"),
    path("propose/", views.propose, name="propose_host"),
    path("viva/", views.viva, name="internship_viva"),
    path("hours/", log.hours, name="internship_hours"),
    path("hours/<int:entry_id>/", log.change, name="change_hours"),
    path("hours/<int:entry_id>/withdraw/", log.withdraw, name="withdraw_hours"),
    path("hours/<int:entry_id>/evidence/", log.evidence, name="hours_evidence"),
    path(f"{_ONE}proposal/", views.proposal, name="placement_proposal"),
    path(f"{_ONE}withdraw/", views.withdraw, name="withdraw_proposal"),
    path(f"{_ONE}agreement/", views.agreement, name="placement_agreement"),
    path(f"{_ONE}agreement/<int:number>.pdf", views.agreement_pdf, name="placement_agreement_pdf"),
    path(f"{_ONE}plan/", views.plan, name="placement_plan"),
    path(f"{_ONE}midpoint/", views.midpoint, name="placement_midpoint"),
    path(f"{_ONE}unsafe/", views.unsafe, name="placement_unsafe"),
]
