"""Where each learner of a cohort stands in a discussion or defence: who has judged, and what the marks amount to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Prefetch, QuerySet

from courses.assessments.rulebook import ObservedRules, observed_rules
from courses.assessments.sampling import agreed_mark
from courses.cohorts.models import Cohort
from courses.cohorts.roles import MarkingScope
from courses.cohorts.schedule import Dates
from courses.editions.plan import PlannedActivity
from learners.enrolment.dates import dates_of_many
from learners.enrolment.models import Enrolment
from learners.enrolment.queries import OPEN_STATES
from learners.observations.models import AgreedMark, Contribution, Observation
from learners.submissions.models import Work

Role = Observation.Role


@dataclass(frozen=True)
class Seat:
    """One learner at one discussion or defence."""

    enrolment: Enrolment
    planned: PlannedActivity
    rules: ObservedRules
    dates: Dates
    work: Work | None
    contribution: Contribution | None
    marks: dict[str, Observation]
    """By role."""
    agreement: AgreedMark | None

    @property
    def released(self) -> bool:
        return bool(self.work and self.work.released_at)

    @property
    def completed(self) -> dict[str, Observation]:
        return {role: each for role, each in self.marks.items() if each.completed_at}

    @property
    def both(self) -> tuple[Decimal, Decimal] | None:
        """The marks of two examiners, once both have judged."""
        first, second = (self.completed.get(role) for role in (Role.FIRST, Role.SECOND))
        if first is None or second is None or first.mark is None or second.mark is None:
            return None
        return first.mark, second.mark

    @property
    def mark(self) -> Decimal | None:
        """What counts. Empty while somebody has still to judge, or two examiners have to agree."""
        if not self.rules.is_before_panel:
            return self.completed[Role.FIRST].mark if Role.FIRST in self.completed else None
        if self.both is None:
            return None
        if self.agreement and (self.agreement.first, self.agreement.second) == self.both:
            return self.agreement.mark
        return agreed_mark(*self.both)

    @property
    def apart(self) -> bool:
        """Two marks differ by more than ten points, and their examiners have not agreed."""
        return self.both is not None and self.mark is None

    @property
    def is_agreed(self) -> bool:
        return self.both is not None and agreed_mark(*self.both) is None and self.mark is not None

    @property
    def absent(self) -> bool:
        done = self.completed.values()
        return bool(done) and all(each.absence for each in done)

    def mine(self, user) -> Observation | None:
        """What this person writes at. A discussion is judged by one, whoever begins; colleagues go on with it."""
        if self.rules.is_before_panel:
            return next((each for each in self.marks.values() if each.by_id == user.pk), None)
        return self.marks.get(Role.FIRST)

    def role_for(self, user) -> str | None:
        """The place in which this person judges; nothing when all places are taken."""
        if mine := self.mine(user):
            return mine.role
        places = [Role.FIRST, Role.SECOND] if self.rules.is_before_panel else [Role.FIRST]
        return next((role for role in places if role not in self.marks), None)

    def blocks(self, *, at: datetime) -> bool:
        """Without a mark although it is over. Who came to the cohort later is left to the module leader."""
        return self.mark is None and self.dates.due_at < at and self.enrolment.enrolled_at < self.dates.due_at


def may_judge(scope: MarkingScope, cohort_id: int, planned: PlannedActivity) -> bool:
    """Tutors moderate discussions and judge them too; a panel is for those who mark the module (specification 1.12)."""
    if observed_rules(planned.rules).is_before_panel:
        return scope.marks(cohort_id, planned.module_code, journal=False)
    return scope.reviews(cohort_id, planned.module_code)


def seats_in(cohort: Cohort, planned: PlannedActivity) -> list[Seat]:
    """All learners who study here, by name. Six queries, however many."""
    places = Enrolment.objects.filter(cohort=cohort, state__in=OPEN_STATES)
    places = places.select_related("cohort", "user__profile").order_by("user__name", "pk")
    return _seats(places, planned)


def seat_of(enrolment: Enrolment, planned: PlannedActivity) -> Seat:
    return _seats([enrolment], planned)[0]


def _seats(enrolments: Iterable[Enrolment], planned: PlannedActivity) -> list[Seat]:
    places = list(enrolments)
    dates = dates_of_many(places)
    works = {work.enrolment_id: work for work in _works(places, planned)}
    return [_seat(place, planned, dates[place.pk].of(planned), works.get(place.pk)) for place in places]


def _works(places: list[Enrolment], planned: PlannedActivity) -> QuerySet[Work]:
    marks = Observation.objects.select_related("by").order_by("pk")
    agreements = AgreedMark.objects.select_related("by").order_by("pk")
    return (
        Work.objects.filter(enrolment__in=places, activity=planned.activity_id)
        .select_related("contribution")
        .prefetch_related(
            Prefetch("observations", queryset=marks), Prefetch("agreements", queryset=agreements)
        )
    )


def _seat(enrolment: Enrolment, planned: PlannedActivity, dates: Dates, work: Work | None) -> Seat:
    agreements = list(work.agreements.all()) if work else []
    return Seat(
        enrolment=enrolment,
        planned=planned,
        rules=observed_rules(planned.rules),
        dates=dates,
        work=work,
        contribution=getattr(work, "contribution", None),
        marks={each.role: each for each in work.observations.all()} if work else {},
        agreement=agreements[-1] if agreements else None,
    )
