"""When peer reviews begin and end, and which works take part (specification 1.10, peer review)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from courses.assessments.rulebook import WorkRules, work_rules
from courses.cohorts.models import Cohort
from courses.cohorts.schedule import cohort_dates, overrides_of
from courses.editions.plan import PlannedActivity, plan_of
from learners.enrolment.models import Enrolment
from learners.peerreviews.models import PeerRound
from learners.submissions.standing import Standing, standings_in

ENOUGH = 2
"""With fewer reviews an author gets one from a tutor."""
FALLBACK = timedelta(days=3)
"""From the end of the reviews to the day on which tutors fill the gaps."""
SHORTEST = timedelta(days=3)
"""Nobody gets less time for a review."""


@dataclass(frozen=True)
class RoundDates:
    opens_at: datetime
    due_at: datetime
    fallback_at: datetime


def is_reviewed(planned: PlannedActivity) -> bool:
    """Whether learners review each other's work here."""
    return bool(planned.rules.get("peer"))


def reviewed_works(cohort: Cohort) -> list[PlannedActivity]:
    return [planned for planned in plan_of(cohort.edition_id).activities if is_reviewed(planned)]


def planned_dates(cohort: Cohort, planned: PlannedActivity) -> RoundDates:
    """From the end of the hand-in period, grace included. One query."""
    rules = work_rules(planned.rules)
    due_at = cohort_dates(cohort, planned, overrides_of(cohort).get(planned.activity_id)).due_at
    opens_at = rules.late.free_until(due_at)
    ends_at = opens_at + timedelta(days=rules.peer_review_days)
    return RoundDates(opens_at, ends_at, ends_at + FALLBACK)


def rules_of(peer_round: PeerRound) -> WorkRules:
    return work_rules(peer_round.edition_activity.rules)


def seed_of(peer_round: PeerRound) -> str:
    return f"{peer_round.cohort_id} {peer_round.activity_id}"


def closed_works(cohort: Cohort, activity_id: int, *, at: datetime) -> dict[int, Standing]:
    """Learner -> the work that cannot be replaced any more, of those who study here now. The first handed in first."""
    return {
        each.work.enrolment_id: each
        for each in standings_in(cohort, activity_id)
        if not each.work.resit
        and not each.can_change(at=at)
        and each.work.enrolment.state == Enrolment.State.ACTIVE
    }
