"""The addresses of integrity cases, under /staff/integrity/."""

from django.urls import path

from cms.staff.integrity import views

urlpatterns = [
    path("", views.cases, name="integrity"),
    path("flag/<int:enrolment_id>/", views.flag_work, name="flag_work"),
    path("<int:case_id>/", views.record, name="integrity_record"),
    path("<int:case_id>/<slug:step>/", views.step, name="integrity_step"),
]
