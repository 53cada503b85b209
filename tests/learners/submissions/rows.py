"""Written work as its people make it, through the rules."""

from datetime import datetime, timedelta

from cms.accounts.roles import Role
from courses.cohorts.schedule import week_ends_at, week_starts_at
from learners.enrolment.models import Enrolment
from learners.submissions.declaring import Declared
from learners.submissions.handing_in import Written, hand_in, save_draft
from learners.submissions.marking import Judgement, claim, complete_mark
from learners.submissions.models import Mark, Submission, Work
from learners.submissions.moderating import moderate
from learners.submissions.releasing import release
from learners.submissions.standing import standing_of
from tests.factories.people import make_enrolment, make_staff, make_user
from tests.factories.works import planned_work, teach

TEXT = "The portal failed because nobody asked the people who use it."
NO_TOOLS = Declared(uses_tools=False)


def in_week_2(cohort) -> datetime:
    return week_starts_at(cohort, 2) + timedelta(days=1)


def due(cohort) -> datetime:
    return week_ends_at(cohort, 2)


def after_grace(cohort) -> datetime:
    return due(cohort) + timedelta(hours=25)


def make_learner(cohort, number: int = 7) -> Enrolment:
    return make_enrolment(
        cohort, make_user(f"demo.learner.{number:02d}@demo.example", f"Demo learner {number:02d}")
    )


def write(
    enrolment: Enrolment,
    code: str = "AS1",
    *,
    text: str = TEXT,
    declared: Declared = NO_TOOLS,
    sequence: int = 0,
    at: datetime | None = None,
):
    at = at or in_week_2(enrolment.cohort)
    planned = planned_work(enrolment.cohort, code)
    draft = enrolment.works.filter(activity_id=planned.activity_id, draft__isnull=False).first()
    number = sequence or (draft.draft.sequence + 1 if draft else 1)
    return save_draft(enrolment, planned, Written(text, declared, number), at=at).draft


def make_handed_in(
    enrolment: Enrolment, code: str = "AS1", *, text: str = TEXT, at: datetime | None = None
) -> Submission:
    at = at or in_week_2(enrolment.cohort)
    draft = write(enrolment, code, text=text, at=at)
    return hand_in(enrolment, planned_work(enrolment.cohort, code), sequence=draft.sequence, at=at)


def make_marker(cohort, number: int = 1, *, kind: str = "instructor", role: Role = Role.INSTRUCTOR):
    user = make_staff(role, f"demo.marker.{number}@demo.example")
    type(user).objects.filter(pk=user.pk).update(name=f"Demo marker {number}")
    user.refresh_from_db()
    teach(cohort, user, kind)
    return user


def judgement(points, **words) -> Judgement:
    return Judgement(points, **({"next_step": "Ask the people who use it."} | words))


def mark(code_of, by, *points: int, at: datetime, **words) -> Mark:
    """Take it, judge it, complete it."""
    standing = standing_of(code_of.work.code if hasattr(code_of, "work") else code_of)
    taken = claim(standing, by=by, at=at)
    return complete_mark(
        standing, taken.role, judgement(points, **words), sequence=taken.version + 1, by=by, at=at
    )


def make_released(work: Work, planned, *, at: datetime, points: int = 60) -> Work:
    """Marked by one, moderated by another, released."""
    cohort = work.enrolment.cohort
    one, two = (make_marker(cohort, number) for number in (81, 82))
    mark(work.code, one, *[points] * len(planned.rules["rubric"]["criteria"]), at=at)
    moderate(standing_of(work.code), verdict="agreed", note="", by=two, at=at)
    release(cohort, planned, by=one, at=at)
    work.refresh_from_db()
    return work
