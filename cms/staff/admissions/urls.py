"""The addresses of the admissions desk, under /staff/admissions/."""

from django.urls import path

from cms.staff.admissions import views

_ONE = "<slug:code>/<reference:reference>/"

urlpatterns = [
    path("", views.intakes, name="admissions"),
    path("new/", views.new_intake, name="new_intake"),
    path("<slug:code>/", views.pipeline, name="admissions_pipeline"),
    path("<slug:code>/intake/", views.edit_intake, name="edit_intake"),
    path("<slug:code>/next/", views.review_next, name="review_next"),
    path(_ONE, views.record, name="application_record"),
    path(f"{_ONE}scores/", views.save_scores, name="score_application"),
    path(f"{_ONE}conflict/", views.conflict, name="declare_conflict"),
    path(f"{_ONE}identity/", views.identity, name="verify_identity"),
    path(f"{_ONE}decide/<slug:outcome>/", views.decide, name="decide_application"),
    path(f"{_ONE}documents/<slug:key>/", views.document, name="staff_application_document"),
]
