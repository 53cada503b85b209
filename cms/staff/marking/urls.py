"""The addresses of the marking desk, under /staff/marking/."""

from django.urls import path

from cms.staff.marking import calibration, correcting, flagging, peerreviewing, releasing, views

WORK = "work/<slug:code>/"
MODULE = "<slug:cohort_code>/<slug:code>/"

urlpatterns = [
    path("", views.queue, name="marking"),
    path("next/", views.mark_next, name="mark_next"),
    path("keys/", views.switch_keys, name="marking_keys"),
    path("corrections/", correcting.corrections, name="mark_corrections"),
    path("comments/", views.add_comment, name="marking_comments"),
    path("comments/<int:comment_id>/remove/", views.remove_comment, name="remove_marking_comment"),
    path(WORK, views.work, name="marking_work"),
    path(f"{WORK}save/", views.save, name="marking_save"),
    path(f"{WORK}take/", views.take, name="marking_take"),
    path(f"{WORK}give-back/", views.put_back, name="marking_give_back"),
    path(f"{WORK}files/<int:file_id>/", views.file, name="marking_file"),
    path(f"{WORK}flag/", flagging.flag_work, name="flag_marked_work"),
    path(f"{WORK}discussion/", views.discuss, name="marking_discussion"),
    path(f"{WORK}moderation/", views.give_verdict, name="marking_moderation"),
    path(f"{WORK}correction/", correcting.correction, name="marking_correction"),
    path(f"{WORK}correction/decide/", correcting.decide, name="decide_correction"),
    path("review/<slug:code>/", peerreviewing.review, name="tutor_review"),
    path("review/<slug:code>/files/<int:place>/", peerreviewing.file, name="tutor_review_file"),
    path(MODULE, releasing.marks, name="marks_of_work"),
    path(f"{MODULE}release/", releasing.release_marks, name="release_marks"),
    path(f"{MODULE}calibration/", calibration.scripts, name="calibration"),
    path(f"{MODULE}calibration/add/", calibration.add, name="add_script"),
    path(f"{MODULE}calibration/<int:script_id>/", calibration.script, name="calibration_script"),
    path(f"{MODULE}reviews/", peerreviewing.reviews, name="peer_reviews_of_work"),
    path(f"{MODULE}reviews/more-time/", peerreviewing.more_time, name="more_time_for_reviews"),
    path(f"{MODULE}reviews/end/", peerreviewing.end, name="end_peer_reviews"),
]
