"""The addresses of the desk of work without a mark, under /staff/tasks/."""

from django.urls import path

from cms.staff.tasks import views

_WORK = "<slug:cohort_code>/<slug:code>/"
_LEARNER = f"{_WORK}<int:enrolment_id>/"

urlpatterns = [
    path("", views.piles, name="tasks"),
    path(_WORK, views.learners, name="task_learners"),
    path(_LEARNER, views.learner, name="task_learner"),
    path(f"{_LEARNER}waive/", views.waive_approval, name="waive_approval"),
    path(f"{_LEARNER}files/<int:file_id>/", views.file, name="task_file"),
]
