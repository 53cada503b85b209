"""The addresses of the award desk, under /staff/awards/."""

from django.urls import path

from cms.staff.awards import board_views, views

urlpatterns = [
    path("", views.awards, name="awards"),
    path("<slug:code>/", views.board, name="award_board"),
    path("<slug:code>/propose/", views.propose, name="propose_awards"),
    path("<slug:code>/approve/", views.approve, name="approve_awards"),
    path("<slug:code>/ratify/", board_views.ratify_results, name="ratify_results"),
    path("<slug:code>/minutes/<int:meeting_id>.csv", board_views.minutes, name="board_minutes"),
    path("<slug:code>/runs/<int:run_id>/", board_views.run_progress, name="issuing_run"),
    path("<slug:code>/<int:enrolment_id>/", views.record, name="award_record"),
    path("<slug:code>/<int:enrolment_id>/name/correct/", views.correct, name="correct_name"),
    path("<slug:code>/<int:enrolment_id>/name/refuse/", views.refuse, name="refuse_name"),
    path("<slug:code>/<int:enrolment_id>/decline/", views.decline, name="decline_award"),
    path("<slug:code>/<int:enrolment_id>/revocation/", views.ask_revocation, name="ask_revocation"),
    path(
        "<slug:code>/<int:enrolment_id>/revocation/confirm/",
        views.confirm_revocation_of,
        name="confirm_revocation",
    ),
    path("<slug:code>/<int:enrolment_id>/certificate.pdf", views.certificate, name="staff_certificate_pdf"),
]
