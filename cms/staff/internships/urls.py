"""The addresses of the desk of internships, under /staff/internships/."""

from django.urls import path

from cms.staff.internships import views
from cms.staff.internships.hosts import views as hosts
from cms.staff.internships.vivas import reading_views as readings
from cms.staff.internships.vivas import views as vivas

_HOST, _ONE, _COHORT = "hosts/<int:host_id>/", "<int:placement_id>/", "vivas/of/<slug:code>/"
_VIVA = "vivas/<int:viva_id>/"

urlpatterns = [
    path("", views.desk, name="internships"),
    path("report/", views.report, name="sector_report"),
    path("hosts/", hosts.hosts, name="hosts"),
    path("hosts/new/", hosts.new_host, name="new_host"),
    path(_HOST, hosts.host, name="host"),
    path(f"{_HOST}merge/", hosts.merge, name="merge_host"),
    path(f"{_HOST}offers/", hosts.offer, name="publish_offer"),
    path(f"{_HOST}offers/<int:offer_id>/close/", hosts.close_offer, name="close_offer"),
    path("vivas/", vivas.cohorts, name="viva_cohorts"),
    path("vivas/mine/", readings.own, name="vivas_examined"),
    path(_COHORT, vivas.slots, name="viva_slots"),
    path(f"{_COHORT}<int:slot_id>/withdraw/", vivas.withdraw, name="withdraw_slot"),
    path(_VIVA, vivas.viva, name="viva_record"),
    path(f"{_VIVA}release/", vivas.release, name="release_viva"),
    path(f"{_VIVA}portfolio/", readings.portfolio, name="viva_portfolio"),
    path(f"{_VIVA}portfolio/<int:file_id>/", readings.portfolio_file, name="viva_portfolio_file"),
    path(f"{_VIVA}internship/<int:placement_id>/", readings.internship, name="viva_internship"),
    path(_ONE, views.record, name="internship_record"),
    path(f"{_ONE}agreement/<int:number>.pdf", views.agreement_pdf, name="staff_agreement"),
    path(f"{_ONE}signed/<int:signature_id>/", views.signed_page, name="signed_page"),
    path(f"{_ONE}hours/<int:entry_id>/", views.evidence, name="staff_evidence"),
    path(f"{_ONE}<slug:step>/", views.step, name="internship_step"),
]
