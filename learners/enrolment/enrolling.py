"""Who gets a place in a cohort, and how many there are: holding, enrolling, never more people than places."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from content.base.errors import RuleError
from courses.cohorts.models import Cohort
from courses.cohorts.queries import locked_cohort
from courses.cohorts.roles import teaches_in
from learners.enrolment.models import Enrolment, HeldPlace, LearnerProfile
from learners.enrolment.queries import TAKING_A_PLACE, places_elsewhere
from learners.events.recording import record


class UnableToEnrol(RuleError):
    """The person cannot have a place in this cohort."""


def places_left(cohort: Cohort) -> int:
    """Places that are neither taken nor held for an offer. Lock the cohort before acting on it."""
    taken = Enrolment.objects.filter(cohort=cohort, state__in=TAKING_A_PLACE).count()
    return cohort.capacity - taken - HeldPlace.objects.filter(cohort=cohort).count()


@transaction.atomic
def hold_place(user, cohort: Cohort, *, until: datetime) -> HeldPlace:
    """Keep a place for an offer. Held already is the same result, with the new date. Raises UnableToEnrol."""
    cohort = locked_cohort(cohort)
    held = HeldPlace.objects.filter(cohort=cohort, user=user).first()
    if held is None:
        if Enrolment.objects.filter(cohort=cohort, user=user, state__in=TAKING_A_PLACE).exists():
            raise UnableToEnrol(_("This person has a place in cohort %s already.") % cohort.code)
        _require_no_teacher(user, cohort)
        _require_no_other_place(user, cohort)
        _require_place(cohort)
        return HeldPlace.objects.create(cohort=cohort, user=user, held_until=until)
    held.held_until = until
    held.save(update_fields=["held_until"])
    return held


@transaction.atomic
def release_place(user, cohort: Cohort) -> bool:
    """Whether one was held. Nothing held is the same result."""
    locked_cohort(cohort)
    return bool(HeldPlace.objects.filter(cohort=cohort, user=user).delete()[0])


@transaction.atomic
def enrol(user, cohort: Cohort, *, by, at: datetime, printed_name: str = "") -> Enrolment:
    """Give the person a place; one held for the person is used up. Enrolled already is the same result.

    Somebody who withdrew from this cohort comes back to the same record. Raises UnableToEnrol.
    """
    cohort = locked_cohort(cohort)
    enrolment = Enrolment.objects.filter(user=user, cohort=cohort).first()
    if enrolment and enrolment.state in TAKING_A_PLACE:
        return enrolment
    _require_no_teacher(user, cohort)
    _require_no_other_place(user, cohort)
    if not HeldPlace.objects.filter(cohort=cohort, user=user).delete()[0]:
        _require_place(cohort)
    LearnerProfile.objects.get_or_create(user=user, defaults={"printed_name": printed_name or user.name})
    if enrolment:
        enrolment.state = Enrolment.State.ACTIVE
        enrolment.save(update_fields=["state"])
    else:
        enrolment = Enrolment.objects.create(user=user, cohort=cohort, enrolled_at=at, enrolled_by=by)
    record("enrolment.made", enrolment=enrolment, by=by, at=at)
    return enrolment


@transaction.atomic
def change_places(cohort: Cohort, *, capacity: int, by, at: datetime) -> Cohort:
    """More or fewer places. The waiting list hears of more. The same number is the same result. Raises UnableToEnrol."""
    cohort = locked_cohort(cohort)
    before, used = cohort.capacity, cohort.capacity - places_left(cohort)
    if capacity == before:
        return cohort
    if capacity < max(used, 1):
        raise UnableToEnrol(
            _("%(used)s places are taken or offered. Enter at least %(least)s.")
            % {"used": used, "least": max(used, 1)}
        )
    cohort.capacity = capacity
    cohort.save(update_fields=["capacity"])
    record("cohort.places_changed", by=by, at=at, data={"cohort": cohort.pk, "from": before, "to": capacity})
    return cohort


def _require_no_teacher(user, cohort: Cohort) -> None:
    """Nobody learns in the cohort that the person teaches. Lock the cohort before."""
    if teaches_in(user, cohort):
        raise UnableToEnrol(
            _("This person teaches in cohort %s. End the teaching role first, or choose another cohort.")
            % cohort.code
        )


def _require_no_other_place(user, cohort: Cohort) -> None:
    """The newer of two places would hide the one in which the person studies."""
    elsewhere = places_elsewhere(cohort, [user]).get(user.pk)
    if elsewhere:
        raise UnableToEnrol(
            _(
                "There is a place in cohort %s already. The programme office can move it, then results come along."
            )
            % elsewhere.cohort.code
        )


def _require_place(cohort: Cohort) -> None:
    if places_left(cohort) < 1:
        raise UnableToEnrol(
            _("Cohort %(code)s has no place left: all %(capacity)s places are taken or offered.")
            % {"code": cohort.code, "capacity": cohort.capacity}
        )
