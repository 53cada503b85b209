"""The dates of one learner: the cohort's, and what was granted."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from courses.cohorts.schedule import Dates, cohort_dates, overrides_of
from courses.editions.plan import PlannedActivity
from learners.enrolment.models import Accommodation, Enrolment, Extension


@dataclass(frozen=True)
class LearnerDates:
    """All dates of one learner, read with two queries."""

    enrolment: Enrolment
    overrides: dict
    extensions: dict[int, Extension]

    def of(self, planned: PlannedActivity) -> Dates:
        dates = cohort_dates(self.enrolment.cohort, planned, self.overrides.get(planned.activity_id))
        extension = self.extensions.get(planned.activity_id)
        if extension is None or extension.new_due_at <= dates.due_at:
            return dates
        return replace(
            dates, due_at=extension.new_due_at, reason=_("You have more time: %s") % extension.reason
        )


def learner_dates(enrolment: Enrolment) -> LearnerDates:
    latest = {extension.activity_id: extension for extension in enrolment.extensions.order_by("pk")}
    return LearnerDates(enrolment, overrides_of(enrolment.cohort), latest)


def due_at(enrolment: Enrolment, planned: PlannedActivity) -> datetime:
    return learner_dates(enrolment).of(planned).due_at


def time_factor(enrolment: Enrolment) -> Decimal:
    """By how much a time limit grows for this learner: 1, 1.25, 1.5 or 2."""
    accommodation = Accommodation.objects.filter(enrolment=enrolment).first()
    return 1 + Decimal(accommodation.extra_time_percent) / 100 if accommodation else Decimal(1)
