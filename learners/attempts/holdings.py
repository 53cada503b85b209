"""What quizzes and exams hold about a person."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from content.base.holdings import GONE, STAFF_DID, Declared, Fate, Holding, NotAbout
from courses.programme.models import Activity
from learners.grades.queries import was_released

_FIGURES = "How hard a question is, and what a cohort reached, is counted from it."
_QUIZ = "edition_activity__activity"


def _released(way: str) -> Q:
    """All of a quiz, and of an exam what was released."""
    released = was_released(f"{way}enrolment", f"{way}{_QUIZ}", f"{way}resit")
    return ~Q(**{f"{way}{_QUIZ}__kind": Activity.Kind.EXAM}) | Q(released)


_POINTS = ("points", "feedback", "marked_at", "marked_by")

HOLDINGS: list[Declared] = [
    Holding(
        "learners.LateAnswer", "item__attempt__enrolment__user", _("Answers that came late"), Fate.DELETE
    ),
    Holding(
        "learners.ItemRegrade", "item__attempt__enrolment__user", _("Answers that were scored anew"), Fate.KEEP,
        why=_FIGURES, shown=_released("item__attempt__"),
    ),
    Holding(
        "learners.SittingModeration", "attempt__enrolment__user", _("Looks of a moderator at your exam"), Fate.EMPTY,
        {"note": GONE}, why=_FIGURES, shown=_released("attempt__"),
    ),
    Holding(
        "learners.AttemptItem", "attempt__enrolment__user", _("Your answers"), Fate.EMPTY,
        {"response": None, "feedback": "", "flagged": False}, why=_FIGURES,
        hidden_unless=_released("attempt__"), hidden=_POINTS,
    ),
    Holding(
        "learners.QuizAttempt", "enrolment__user", _("Attempts at quizzes and exams"), Fate.KEEP, why=_FIGURES,
        hidden_unless=_released(""), hidden=("points", "marked_at"),
    ),
    NotAbout("learners.KeyCorrection", STAFF_DID),
]  # fmt: skip
