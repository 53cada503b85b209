"""The addresses of the desk that marks answers of exams and quizzes, under /staff/marking/exams/."""

from django.urls import path

from cms.staff.exams import views

_PILE = "<slug:cohort_code>/<slug:activity_code>/<int:question_id>/"

urlpatterns = [
    path("", views.piles, name="exam_piles"),
    path("late/", views.late, name="late_answers"),
    path("late/<int:late_id>/accept/", views.accept, name="accept_late_answer"),
    path(_PILE, views.pile, name="exam_pile"),
    path(f"{_PILE}<int:item_id>/", views.answer, name="exam_answer"),
]
