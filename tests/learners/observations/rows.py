"""Discussions and defences as their people judge them, through the rules."""

from datetime import datetime, timedelta

from courses.cohorts.schedule import week_ends_at
from learners.enrolment.models import Enrolment
from learners.observations.judging import Judgement, complete_observation
from learners.observations.models import Observation
from learners.observations.seats import seat_of
from tests.factories.works import planned_work


def over(cohort) -> datetime:
    return week_ends_at(cohort, 2) + timedelta(days=1)


def judge(
    enrolment: Enrolment,
    by,
    *points: int,
    code: str = "D1",
    remark: str = "Good.",
    at: datetime | None = None,
) -> Observation:
    """One figure stands for all four criteria."""
    planned = planned_work(enrolment.cohort, code)
    mine = seat_of(enrolment, planned).mine(by)
    given = list(points) if len(points) > 1 else list(points) * len(planned.rules["rubric"]["criteria"])
    sequence = mine.version + 1 if mine else 1
    judgement = Judgement(given, remark)
    return complete_observation(
        enrolment, planned, judgement, sequence=sequence, by=by, at=at or over(enrolment.cohort)
    )
