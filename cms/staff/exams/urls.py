"""The addresses of the desk that marks answers of exams and quizzes, under /staff/marking/exams/."""

from django.urls import path

from cms.staff.exams import moderating, releasing, views

_PILE = "<slug:cohort_code>/<slug:activity_code>/<int:question_id>/"

urlpatterns = [
    path("", views.piles, name="exam_piles"),
    path("late/", views.late, name="late_answers"),
    path("late/<int:late_id>/accept/", views.accept, name="accept_late_answer"),
    path("<slug:cohort_code>/<slug:code>/marks/", releasing.marks, name="exam_marks"),
    path("<slug:cohort_code>/<slug:code>/release/", releasing.release_marks, name="release_exam"),
    path("<slug:cohort_code>/<slug:code>/correct/<int:attempt_id>/", releasing.correct, name="correct_exam"),
    path(
        "<slug:cohort_code>/<slug:code>/sittings/<int:attempt_id>/",
        moderating.sitting,
        name="moderate_exam",
    ),
    path(_PILE, views.pile, name="exam_pile"),
    path(f"{_PILE}<int:item_id>/", views.answer, name="exam_answer"),
]
