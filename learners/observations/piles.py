"""Which discussions and defences a person has to judge, over all own cohorts."""

from dataclasses import dataclass
from datetime import datetime

from courses.assessments.rulebook import is_observed
from courses.cohorts.models import Cohort
from courses.cohorts.roles import MarkingScope
from courses.cohorts.schedule import Dates, cohort_dates, overrides_of
from courses.editions.plan import PlannedActivity, plan_of
from learners.observations.queries import judged_in, learners_in
from learners.observations.seats import may_judge


@dataclass(frozen=True)
class Pile:
    """One discussion or defence of one cohort."""

    cohort: Cohort
    planned: PlannedActivity
    dates: Dates
    learners: int
    judged: int
    released: int

    def state(self, *, at: datetime) -> str:
        """shut, current, todo or done."""
        if at < self.dates.opens_at:
            return "shut"
        if self.learners and self.released >= self.learners:
            return "done"
        return "todo" if self.waits(at=at) else "current"

    def waits(self, *, at: datetime) -> bool:
        """It is over, and somebody has no released mark."""
        return self.dates.due_at < at and self.released < self.learners


def piles_of(scope: MarkingScope) -> list[Pile]:
    """The first due first. Three queries, and one for each cohort."""
    cohorts = list(Cohort.objects.filter(pk__in=scope.cohorts).exclude(published_at=None).order_by("pk"))
    ids = [cohort.pk for cohort in cohorts]
    learners, judged = learners_in(ids), judged_in(ids)
    piles = [
        Pile(
            cohort,
            planned,
            dates,
            learners.get(cohort.pk, 0),
            *judged.get((cohort.pk, planned.activity_id), (0, 0)),
        )
        for cohort in cohorts
        for planned, dates in _judged_by(scope, cohort)
    ]
    return sorted(piles, key=lambda pile: (pile.dates.due_at, pile.cohort.pk, pile.planned.order))


def _judged_by(scope: MarkingScope, cohort: Cohort) -> list[tuple[PlannedActivity, Dates]]:
    plan = plan_of(cohort.edition_id)
    own = [
        planned
        for planned in plan.activities
        if is_observed(planned.rules) and may_judge(scope, cohort.pk, planned)
    ]
    overrides = overrides_of(cohort) if own else {}
    return [(planned, cohort_dates(cohort, planned, overrides.get(planned.activity_id))) for planned in own]
