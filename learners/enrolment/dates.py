"""The dates of one learner: the cohort's, and what was granted."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import takewhile

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.cohorts.models import Cohort, DateOverride
from courses.cohorts.schedule import Dates, cohort_dates, overrides_of
from courses.editions.plan import PlannedActivity
from learners.enrolment.models import Accommodation, Enrolment, Extension
from learners.enrolment.queries import extensions_in_force


@dataclass(frozen=True)
class LearnerDates:
    """All dates of one learner, or of all in a cohort to whom nothing was granted. Read with two queries."""

    cohort: Cohort
    overrides: dict
    extensions: tuple[Extension, ...] = ()
    """Granted ones, the first granted first."""
    _of_cohort: dict[int, Dates] = field(default_factory=dict, compare=False, repr=False)
    """What was computed already: thousands of learners share it."""

    def of(self, planned: PlannedActivity) -> Dates:
        """Of the try that the learner has now: the resit, once one was opened."""
        return self._after(planned, self.extensions)

    def first(self, planned: PlannedActivity) -> Dates:
        """Of the first try, whatever was opened again since."""
        resit = self.resit_of(planned)
        return self._after(planned, tuple(takewhile(lambda each: each is not resit, self.extensions)))

    def resit_of(self, planned: PlannedActivity) -> Extension | None:
        return next((each for each in self.extensions if _opens_again(each, planned)), None)

    def plain(self, planned: PlannedActivity) -> Dates:
        """As if nothing had been granted."""
        if planned.id not in self._of_cohort:
            own = self.overrides.get(planned.activity_id)
            self._of_cohort[planned.id] = cohort_dates(self.cohort, planned, own)
        return self._of_cohort[planned.id]

    def _after(self, planned: PlannedActivity, extensions: Sequence[Extension]) -> Dates:
        dates = self.plain(planned)
        for extension in extensions:
            dates = extended(dates, planned, extension)
        return dates


def _opens_again(extension: Extension, planned: PlannedActivity) -> bool:
    return extension.kind == Extension.Kind.RESIT and extension.activity_id == planned.activity_id


def extended(dates: Dates, planned: PlannedActivity, extension: Extension) -> Dates:
    """The dates after this extension. It never takes time away."""
    if extension.kind == Extension.Kind.PLAN:
        if extension.decided_at is None or dates.due_at <= extension.decided_at:
            return dates
        reason = ngettext(
            "All your remaining work has %(days)s more day: %(reason)s",
            "All your remaining work has %(days)s more days: %(reason)s",
            extension.days,
        ) % {"days": extension.days, "reason": extension.reason}
        return replace(dates, due_at=dates.due_at + timedelta(hours=extension.hours), reason=reason)
    if _opens_again(extension, planned):
        return _resit_dates(planned, extension)
    new_due_at = extension.new_due_at
    if extension.activity_id != planned.activity_id or new_due_at is None or new_due_at <= dates.due_at:
        return dates
    return replace(dates, due_at=new_due_at, reason=_("You have more time: %s") % extension.reason)


def _resit_dates(planned: PlannedActivity, resit: Extension) -> Dates:
    """Open from the day it was given; an exam in the last hours before its end, as the first time."""
    assert resit.new_due_at is not None  # noqa: S101 -- a constraint of the table
    assert resit.decided_at is not None  # noqa: S101 -- the same
    hours = planned.rules.get("window_hours")
    opens_at = resit.new_due_at - timedelta(hours=hours) if hours else resit.decided_at
    return Dates(opens_at, resit.new_due_at, _("Your resit: %s") % resit.reason)


def learner_dates(enrolment: Enrolment) -> LearnerDates:
    granted = extensions_in_force().filter(enrolment=enrolment)
    return LearnerDates(enrolment.cohort, overrides_of(enrolment.cohort), tuple(granted))


def due_at(enrolment: Enrolment, planned: PlannedActivity) -> datetime:
    return learner_dates(enrolment).of(planned).due_at


def time_factor(enrolment: Enrolment) -> Decimal:
    """By how much a time limit grows for this learner: 1, 1.25, 1.5 or 2."""
    accommodation = Accommodation.objects.filter(enrolment=enrolment).first()
    return 1 + Decimal(accommodation.extra_time_percent) / 100 if accommodation else Decimal(1)


def dates_of_many(enrolments: Iterable[Enrolment]) -> dict[int, LearnerDates]:
    """Enrolment -> all its dates. Two queries, however many learners and cohorts; each row has its cohort."""
    places = {enrolment.pk: enrolment for enrolment in enrolments}
    dates = _dates(
        {enrolment.cohort_id: enrolment.cohort for enrolment in places.values()}.values(),
        extensions_in_force().filter(enrolment__in=places),
    )
    return {pk: dates.of(pk, enrolment.cohort_id) for pk, enrolment in places.items()}


@dataclass(frozen=True)
class ManyDates:
    """The dates of all learners of some cohorts."""

    plain: dict[int, LearnerDates]
    """By cohort: of everybody to whom nothing was granted."""
    granted: dict[int, LearnerDates]
    """By enrolment."""

    def of(self, enrolment_id: int, cohort_id: int) -> LearnerDates:
        return self.granted.get(enrolment_id, self.plain[cohort_id])


def dates_in(cohorts: Collection[Cohort]) -> ManyDates:
    """Two queries, however many learners and cohorts."""
    return _dates(cohorts, extensions_in_force().filter(enrolment__cohort__in=cohorts))


def _dates(cohorts: Collection[Cohort], extensions: QuerySet[Extension]) -> ManyDates:
    overrides: dict[int, dict] = {cohort.pk: {} for cohort in cohorts}
    for override in DateOverride.objects.filter(cohort__in=list(overrides)):
        overrides[override.cohort_id][override.activity_id] = override
    plain = {cohort.pk: LearnerDates(cohort, overrides[cohort.pk]) for cohort in cohorts}
    granted: dict[int, list[Extension]] = {}
    places: dict[int, int] = {}
    for extension in extensions.annotate(cohort_id=F("enrolment__cohort")):
        granted.setdefault(extension.enrolment_id, []).append(extension)
        places[extension.enrolment_id] = extension.cohort_id
    own = {pk: replace(plain[places[pk]], extensions=tuple(rows)) for pk, rows in granted.items()}
    return ManyDates(plain, own)
