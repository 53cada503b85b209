"""The addresses of the desk of discussions and defences, under /staff/observed/."""

from django.urls import path

from cms.staff.observed import views

_WORK = "<slug:cohort_code>/<slug:code>/"
_LEARNER = f"{_WORK}<int:enrolment_id>/"

urlpatterns = [
    path("", views.piles, name="observed"),
    path(_WORK, views.learners, name="observed_learners"),
    path(f"{_WORK}release/", views.release_marks, name="release_observed"),
    path(_LEARNER, views.learner, name="observed_learner"),
    path(f"{_LEARNER}agree/", views.agree, name="agree_observed"),
]
