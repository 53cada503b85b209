"""Learners who meet the small policy, and certificates that two persons have made."""

from datetime import UTC, datetime
from decimal import Decimal

from cms.accounts.models import User
from cms.accounts.roles import Role
from courses.cohorts.models import Cohort
from courses.editions.plan import plan_of
from learners.credentials.issuing import approve_award, propose_award
from learners.credentials.models import Certificate, NameConfirmation
from learners.credentials.revoking import ask_for_revocation, confirm_revocation
from learners.enrolment.models import Enrolment, LearnerProfile
from learners.grades.ledger import record_grade
from learners.progress.models import ActivityProgress
from tests.factories.people import make_enrolment, make_staff, make_user

AT = datetime(2026, 9, 1, 12, tzinfo=UTC)
LATER = datetime(2026, 9, 2, 12, tzinfo=UTC)


def administrator() -> User:
    return User.objects.filter(email="administrator@demo.example").first() or make_staff(Role.ADMINISTRATOR)


def registrar() -> User:
    return User.objects.filter(email="registrar@demo.example").first() or make_staff(Role.REGISTRAR)


def complete_lessons(enrolment: Enrolment) -> None:
    for planned in plan_of(enrolment.cohort.edition_id).activities:
        if planned.kind == "lesson":
            ActivityProgress.objects.create(
                enrolment=enrolment, activity_id=planned.activity_id, opened_at=AT, completed_at=AT
            )


def grade(enrolment: Enrolment, points: int, code: str = "Q1") -> None:
    planned = plan_of(enrolment.cohort.edition_id).activity(code)
    record_grade(
        enrolment,
        activity_id=planned.activity_id,
        points=Decimal(points),
        max_points=Decimal(100),
        reason="Quiz",
        by=None,
        at=AT,
    )


def make_eligible(
    cohort: Cohort, name: str = "Demo learner 07", *, points: int = 80, user: User | None = None
) -> Enrolment:
    """Meets every rule of the small policy."""
    user = user or make_user(f"learner-{User.objects.count()}@demo.example", name)
    enrolment = make_enrolment(cohort, user, verified_by=registrar())
    complete_lessons(enrolment)
    grade(enrolment, points)
    confirm(enrolment)
    return enrolment


def confirm(enrolment: Enrolment) -> None:
    """The learner has confirmed the printed name, whatever it is."""
    name = LearnerProfile.objects.get(user=enrolment.user).printed_name
    NameConfirmation.objects.get_or_create(enrolment=enrolment, name=name, defaults={"confirmed_at": AT})


def make_certificate(enrolment: Enrolment) -> Certificate:
    proposal = propose_award(enrolment, by=administrator(), at=AT)
    return approve_award(proposal, by=registrar(), at=LATER)


def revoke(certificate: Certificate) -> None:
    request = ask_for_revocation(certificate, by=registrar(), at=LATER, reason="The secret reason.")
    confirm_revocation(request, by=administrator(), at=LATER)
