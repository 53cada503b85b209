"""The addresses of the award desk, under /staff/awards/."""

from django.urls import path

from cms.staff.awards import board_views, exit_views, views

EXIT = "<slug:code>/<int:enrolment_id>/exit/<slug:key>"

urlpatterns = [
    path("", views.awards, name="awards"),
    path("register.csv", board_views.register, name="award_register"),
    path("<slug:code>/", views.board, name="award_board"),
    path("<slug:code>/propose/", views.propose, name="propose_awards"),
    path("<slug:code>/approve/", views.approve, name="approve_awards"),
    path("<slug:code>/ratify/", board_views.ratify_results, name="ratify_results"),
    path("<slug:code>/minutes/<int:meeting_id>.csv", board_views.minutes, name="board_minutes"),
    path("<slug:code>/runs/<int:run_id>/", board_views.run_progress, name="issuing_run"),
    path("<slug:code>/exit/", exit_views.exit_list, name="exit_awards"),
    path("<slug:code>/exit/propose/", exit_views.propose_exits, name="propose_exits"),
    path("<slug:code>/exit/approve/", exit_views.approve_exits, name="approve_exits"),
    path(f"{EXIT}/", exit_views.exit_award, name="exit_award"),
    path(f"{EXIT}/propose/", exit_views.propose_exit, name="propose_exit"),
    path(f"{EXIT}/approve/", exit_views.approve_exit, name="approve_exit"),
    path(f"{EXIT}/decline/", exit_views.decline_exit, name="decline_exit"),
    path(f"{EXIT}/revoke/", exit_views.revoke_exit, name="revoke_exit"),
    path(f"{EXIT}/confirm/", exit_views.confirm_exit, name="confirm_exit"),
    path("<slug:code>/<int:enrolment_id>/", views.record, name="award_record"),
    path("<slug:code>/<int:enrolment_id>/name/correct/", views.correct, name="correct_name"),
    path("<slug:code>/<int:enrolment_id>/name/refuse/", views.refuse, name="refuse_name"),
    path("<slug:code>/<int:enrolment_id>/decline/", views.decline, name="decline_award"),
    path("<slug:code>/<int:enrolment_id>/revocation/", views.ask_revocation, name="ask_revocation"),
    path("<slug:code>/<int:enrolment_id>/replacement/", views.ask_replacement, name="ask_replacement"),
    path(
        "<slug:code>/<int:enrolment_id>/revocation/confirm/",
        views.confirm_revocation_of,
        name="confirm_revocation",
    ),
    path("<slug:code>/<int:enrolment_id>/dossier.zip", board_views.dossier, name="award_dossier"),
    path("<slug:code>/<int:enrolment_id>/certificate.pdf", views.certificate, name="staff_certificate_pdf"),
]
