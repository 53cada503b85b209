"""What the database has after the peak."""

from datetime import timedelta

from django.utils.timezone import now

from courses.editions.plan import plan_of
from learners.attempts.models import QuizAttempt
from learners.credentials.models import Certificate, IssuingItem
from learners.events.queries import outbox
from learners.grades.models import GradeRelease
from tests.bench.sitters import Sitter, seated
from tests.load.material import Hall


def began(hall: Hall, *, lasting: float) -> list[Sitter]:
    """Whoever could start, with time for the whole peak."""
    quiz = plan_of(hall.cohort.edition_id).activity("Q1")
    attempts = QuizAttempt.objects.filter(enrolment__cohort=hall.cohort, edition_activity=quiz.id)
    attempts.update(deadline_at=now() + timedelta(seconds=lasting, minutes=10))
    of_enrolment = {attempt.enrolment_id: attempt for attempt in attempts.select_related("enrolment")}
    pairs = [
        (of_enrolment[place.pk], browser)
        for place, browser in zip(hall.enrolments, hall.browsers, strict=True)
        if place.pk in of_enrolment
    ]
    return seated([attempt for attempt, _browser in pairs], [browser for _attempt, browser in pairs])


def released_to(hall: Hall) -> int:
    return GradeRelease.objects.filter(enrolment__cohort=hall.cohort, activity_id=hall.work).count()


def certificates_of(run: int) -> dict[str, int]:
    items = IssuingItem.objects.filter(run=run)
    return {
        "signed meanwhile": Certificate.objects.filter(proposal__in=items.values("proposal")).count(),
        "waiting": items.filter(state=IssuingItem.State.WAITING).count(),
        "refused": items.filter(state=IssuingItem.State.REFUSED).count(),
    }


def outbox_of() -> dict[str, int]:
    found = outbox()
    return {"waiting": found.waiting, "parked": found.parked}
