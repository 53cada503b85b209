"""Leaving and changing cohorts: withdrawal, interruption, return, deferral, transfer."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from content.base.errors import RuleError
from courses.cohorts.models import Cohort
from courses.cohorts.queries import locked_cohort
from courses.cohorts.roles import teaches_in
from learners.enrolment.enrolling import places_left, release_place
from learners.enrolment.models import CohortMove, Enrolment
from learners.events.recording import record


class UnableToMove(RuleError):
    """The learner cannot leave or change the cohort like this."""


# From which state each deed is possible, and where it leads.
_STEPS = {
    "withdrawn": ({Enrolment.State.ACTIVE, Enrolment.State.INTERRUPTED}, Enrolment.State.WITHDRAWN),
    "interrupted": ({Enrolment.State.ACTIVE}, Enrolment.State.INTERRUPTED),
    "resumed": ({Enrolment.State.INTERRUPTED}, Enrolment.State.ACTIVE),
}


@transaction.atomic
def withdraw(enrolment: Enrolment, *, reason: str, by, at: datetime) -> Enrolment:
    """The place becomes free, the record stays. Raises UnableToMove."""
    return _step(enrolment, "withdrawn", reason=reason, by=by, at=at)


@transaction.atomic
def interrupt(enrolment: Enrolment, *, reason: str, by, at: datetime) -> Enrolment:
    """Study rests, the place is kept. Raises UnableToMove."""
    return _step(enrolment, "interrupted", reason=reason, by=by, at=at)


@transaction.atomic
def resume(enrolment: Enrolment, *, reason: str, by, at: datetime) -> Enrolment:
    """Raises UnableToMove."""
    return _step(enrolment, "resumed", reason=reason, by=by, at=at)


def _step(enrolment: Enrolment, deed: str, *, reason: str, by, at: datetime) -> Enrolment:
    possible, target = _STEPS[deed]
    enrolment = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    if enrolment.state == target:
        return enrolment
    if enrolment.state not in possible:
        raise UnableToMove(
            _("This is not possible now. The enrolment is: %s.") % enrolment.get_state_display()
        )
    _require_reason(reason)
    enrolment.state = target
    enrolment.save(update_fields=["state"])
    record(f"enrolment.{deed}", enrolment=enrolment, by=by, at=at, data={"reason": reason.strip()})
    return enrolment


@transaction.atomic
def defer(enrolment: Enrolment, cohort: Cohort, *, reason: str, by, at: datetime) -> Enrolment:
    """Go on with a later cohort of the programme. Results and progress stay. Raises UnableToMove."""
    if cohort.starts_on <= enrolment.cohort.starts_on:
        raise UnableToMove(_("A deferral leads to a cohort that starts later."))
    return _move(enrolment, cohort, CohortMove.Kind.DEFERRAL, reason=reason, by=by, at=at)


@transaction.atomic
def transfer(enrolment: Enrolment, cohort: Cohort, *, reason: str, by, at: datetime) -> Enrolment:
    """Go on with another cohort of the programme. Results and progress stay. Raises UnableToMove."""
    return _move(enrolment, cohort, CohortMove.Kind.TRANSFER, reason=reason, by=by, at=at)


def _move(
    enrolment: Enrolment, cohort: Cohort, kind: CohortMove.Kind, *, reason: str, by, at: datetime
) -> Enrolment:
    cohort = locked_cohort(cohort)
    enrolment = (
        Enrolment.objects.select_for_update(of=("self",))
        .select_related("cohort__edition", "user")
        .get(pk=enrolment.pk)
    )
    _require_reason(reason)
    _require_way(enrolment, cohort)
    if teaches_in(enrolment.user, cohort):
        raise UnableToMove(_("This person teaches in cohort %s. Choose another cohort.") % cohort.code)
    # A place that was offered to the same person there is used up: nobody takes two.
    if not release_place(enrolment.user, cohort) and places_left(cohort) < 1:
        raise UnableToMove(_("Cohort %s has no place left.") % cohort.code)
    origin = enrolment.cohort
    enrolment.cohort, enrolment.state = cohort, Enrolment.State.ACTIVE
    enrolment.save(update_fields=["cohort", "state"])
    CohortMove.objects.create(
        enrolment=enrolment,
        kind=kind,
        from_cohort=origin,
        to_cohort=cohort,
        reason=reason.strip(),
        moved_at=at,
        moved_by=by,
    )
    data = {"kind": kind.value, "from": origin.code, "to": cohort.code, "reason": reason.strip()}
    record("enrolment.moved", enrolment=enrolment, by=by, at=at, data=data)
    return enrolment


def _require_way(enrolment: Enrolment, cohort: Cohort) -> None:
    if enrolment.state not in (Enrolment.State.ACTIVE, Enrolment.State.INTERRUPTED):
        raise UnableToMove(
            _("This is not possible now. The enrolment is: %s.") % enrolment.get_state_display()
        )
    if cohort.pk == enrolment.cohort_id:
        raise UnableToMove(_("The learner is in this cohort already."))
    if cohort.edition.programme_id != enrolment.cohort.edition.programme_id:
        raise UnableToMove(_("The cohort belongs to another programme."))
    if Enrolment.objects.filter(user=enrolment.user_id, cohort=cohort).exists():
        raise UnableToMove(_("The learner has a record in that cohort already."))


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise UnableToMove(_("Write the reason in one sentence."))
