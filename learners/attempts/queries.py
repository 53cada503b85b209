"""Which attempts there are, and the rows of one answer."""

from datetime import datetime

from django.db.models import QuerySet

from courses.editions.plan import PlannedActivity
from learners.attempts.models import AttemptItem, QuizAttempt
from learners.enrolment.models import Enrolment
from learners.grades.queries import KINDS_TO_RELEASE, released_grades


def open_attempts_in(cohort) -> int:
    """Attempts of the cohort's learners that are not submitted."""
    return QuizAttempt.objects.filter(enrolment__cohort=cohort, submitted_at=None).count()


def attempts_at(enrolment: Enrolment, activity_id: int) -> QuerySet[QuizAttempt]:
    """All attempts of this learner at this quiz, in whichever edition, the first one first."""
    return QuizAttempt.objects.filter(
        enrolment=enrolment, edition_activity__activity_id=activity_id
    ).order_by("number", "pk")


def items_of(attempt: QuizAttempt) -> QuerySet[AttemptItem]:
    return AttemptItem.objects.filter(attempt=attempt).order_by("order", "pk")


def questions_seen(enrolment: Enrolment, activity_id: int) -> set[int]:
    items = AttemptItem.objects.filter(
        attempt__enrolment=enrolment, attempt__edition_activity__activity_id=activity_id
    )
    return set(items.values_list("question_id", flat=True))


def open_to(user) -> QuerySet[QuizAttempt]:
    """The attempts of this user while the place in the cohort is active, those of the latest enrolment first."""
    return (
        QuizAttempt.objects.filter(enrolment__user=user, enrolment__state=Enrolment.State.ACTIVE)
        .select_related("enrolment__cohort", "enrolment__user__profile")
        .order_by("-enrolment__enrolled_at", "-enrolment_id")
    )


def attempt_to_answer(user, *, code: str, number: int) -> QuizAttempt | None:
    return open_to(user).filter(edition_activity__activity__code=code, number=number).first()


def item_to_answer(user, *, code: str, number: int, order: int) -> AttemptItem | None:
    """One row of an own attempt with all that saving an answer needs. One query."""
    return (
        AttemptItem.objects.filter(
            order=order,
            attempt__number=number,
            attempt__edition_activity__activity__code=code,
            attempt__enrolment__user=user,
            attempt__enrolment__state=Enrolment.State.ACTIVE,
        )
        .select_related("attempt__enrolment__cohort", "attempt__enrolment__user__profile")
        .order_by("-attempt__enrolment__enrolled_at", "-attempt__enrolment_id")
        .first()
    )


def overdue(*, at: datetime) -> QuerySet[QuizAttempt]:
    """Attempts that are still open after their deadline, the oldest first."""
    return QuizAttempt.objects.filter(submitted_at=None, deadline_at__lt=at).order_by("deadline_at", "pk")


def is_released(enrolment: Enrolment, planned: PlannedActivity) -> bool:
    """Whether the learner reads a mark of work that is only shown by release."""
    return planned.kind in KINDS_TO_RELEASE and planned.activity_id in released_grades(enrolment).first
