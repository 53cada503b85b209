"""People: learners, staff."""

from datetime import UTC, datetime

from django.contrib.auth.models import Group

from cms.accounts.models import User
from cms.accounts.roles import GROUPS, Role
from courses.cohorts.models import Cohort
from learners.enrolment.models import Enrolment, Extension, LearnerProfile

ENROLLED_AT = datetime(2026, 2, 20, 12, tzinfo=UTC)


def make_user(email: str = "demo.learner.07@demo.example", name: str = "Demo learner 07", **fields) -> User:
    return User.objects.create_user(email, "a long pass phrase", name=name, **fields)


def make_staff(role: Role, email: str | None = None) -> User:
    user = make_user(email or f"{role.name.lower()}@demo.example", f"Demo {role.name.lower()}", is_staff=True)
    user.groups.add(Group.objects.get_or_create(name=GROUPS[role])[0])
    return user


def make_enrolment(
    cohort: Cohort, user: User | None = None, *, verified_by: User | None = None, **fields
) -> Enrolment:
    user = user or make_user()
    LearnerProfile.objects.get_or_create(
        user=user, defaults={"printed_name": user.name, "time_zone": "Africa/Nairobi"}
    )
    if verified_by:
        fields |= {"identity_verified_at": ENROLLED_AT, "identity_verified_by": verified_by}
    return Enrolment.objects.create(user=user, cohort=cohort, enrolled_at=ENROLLED_AT, **fields)


def make_extension(
    enrolment: Enrolment, planned, new_due_at: datetime, *, by: User | None = None
) -> Extension:
    """Granted for one activity."""
    giver = by or make_user(f"giver{Extension.objects.count()}@demo.example", "Demo administrator")
    return Extension.objects.create(
        enrolment=enrolment,
        kind=Extension.Kind.REQUESTED,
        state=Extension.State.GRANTED,
        activity_id=planned.activity_id,
        hours=72,
        new_due_at=new_due_at,
        reason="Power outage.",
        asked_at=ENROLLED_AT,
        asked_by=enrolment.user,
        decided_at=ENROLLED_AT,
        decided_by=giver,
    )
