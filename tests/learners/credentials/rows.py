"""Learners who meet the small policy, and certificates that two persons have made."""

from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

from django.conf import settings

from cms.accounts.models import User
from cms.accounts.roles import Role
from courses.cohorts.models import Cohort
from courses.editions.plan import plan_of
from learners.credentials.issuing import approve_award, propose_award
from learners.credentials.models import Certificate, NameConfirmation
from learners.credentials.revoking import ask_for_revocation, confirm_revocation
from learners.credentials.signing import make_signing_key
from learners.enrolment.models import Enrolment, LearnerProfile
from learners.grades.ledger import record_grade
from learners.progress.models import ActivityProgress
from tests.factories.people import make_enrolment, make_staff, make_user
from tests.factories.programme import make_small_programme
from tests.factories.replaying import Replayed

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


class _Certified:
    """Built once, with the keys that signed it; put back with them into whatever folder the test has."""

    def __init__(self, name: str, *_frozen: str):
        self._name = name
        self._keys: dict[str, bytes] = {}
        self._rows = Replayed(self._build)

    def make(self) -> Certificate:
        self._rows.make()
        folder = Path(settings.KEYS_FOLDER)
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in self._keys.items():
            (folder / name).write_bytes(content)
        return Certificate.objects.select_related("enrolment__user", "enrolment__cohort__edition").get()

    def _build(self) -> None:
        make_signing_key(at=AT)
        make_certificate(make_eligible(make_small_programme(), self._name))
        self._keys = {file.name: file.read_bytes() for file in Path(settings.KEYS_FOLDER).iterdir()}


_certified = cache(_Certified)


def make_certified(name: str = "Demo learner 07") -> Certificate:
    """Into empty tables: the small programme, the key, and one learner with a certificate."""
    # A certificate freezes these settings: under others it is another one.
    frozen = (settings.ISSUER_NAME, settings.SITE_NAME, settings.SITE_ADDRESS, settings.DEFAULT_FROM_EMAIL)
    return _certified(name, *frozen).make()


def revoke(certificate: Certificate) -> None:
    request = ask_for_revocation(certificate, by=registrar(), at=LATER, reason="The secret reason.")
    confirm_revocation(request, by=administrator(), at=LATER)
