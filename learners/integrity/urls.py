"""The learner's addresses of integrity cases, under /learn/integrity/."""

from django.urls import path

from learners.integrity import views

urlpatterns = [
    path("<int:case_id>/", views.case, name="integrity_case"),
    path("<int:case_id>/reply/", views.send_reply, name="reply_to_case"),
    path("<int:case_id>/appeal/", views.send_appeal, name="appeal_case"),
]
