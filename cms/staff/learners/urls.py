"""The addresses of the desk of learners, under /staff/learners/."""

from django.urls import path

from cms.staff.learners import identity, owing, resits, views

urlpatterns = [
    path("", views.learners, name="learners"),
    path("<int:enrolment_id>/", views.record, name="learner_record"),
    path("<int:enrolment_id>/transcript.pdf", views.transcript, name="learner_transcript"),
    path("<int:enrolment_id>/extend/", views.extend, name="extend_learner"),
    path("<int:enrolment_id>/resit/", resits.resit, name="open_resit"),
    path("<int:enrolment_id>/extra-time/", views.extra_time, name="extra_time"),
    path("<int:enrolment_id>/withdraw/", views.withdraw_learner, name="withdraw_learner"),
    path("<int:enrolment_id>/interrupt/", views.interrupt_learner, name="interrupt_learner"),
    path("<int:enrolment_id>/resume/", views.resume_learner, name="resume_learner"),
    path("<int:enrolment_id>/identity/", identity.identify, name="identify_learner"),
    path("<int:enrolment_id>/outstanding/", owing.owe, name="enter_outstanding"),
    path(
        "<int:enrolment_id>/outstanding/<int:outstanding_id>/settle/", owing.settle_owed, name="settle_owed"
    ),
    path("<int:enrolment_id>/move/", views.move, name="move_learner"),
]
