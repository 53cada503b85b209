"""More time: two extensions of 72 hours by the rule, longer ones by request, all remaining work at once (specification 1.10)."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from content.base.errors import RuleError
from courses.editions.plan import PlannedActivity, plan_of
from learners.enrolment.dates import learner_dates
from learners.enrolment.models import Accommodation, Enrolment, Extension
from learners.enrolment.queries import OPEN_STATES
from learners.events.recording import record

AUTOMATIC_HOURS = 72
AUTOMATIC_COUNT = 2
GRACE = timedelta(hours=24)
"""So long after the due date the rule still gives more time."""
MOST_DAYS = 14
"""Of one request (official duty, illness, family)."""
MOST_DAYS_OF_PLAN = 28
"""Longer is a deferral to the next cohort."""
EXTRA_TIME = (25, 50, 100)


class UnableToExtend(RuleError):
    """No more time can be given like this."""


def automatic_left(enrolment: Enrolment) -> int:
    used = enrolment.extensions.filter(kind=Extension.Kind.AUTOMATIC).count()
    return max(0, AUTOMATIC_COUNT - used)


@transaction.atomic
def extend_by_rule(enrolment: Enrolment, planned: PlannedActivity, *, by, at: datetime) -> Extension:
    """72 hours more for one work, at once and without a reason to prove. Raises UnableToExtend."""
    enrolment = _locked(enrolment)
    due_at = learner_dates(enrolment).of(planned).due_at
    _require_deadline(planned)
    if at > due_at + GRACE:
        raise UnableToExtend(
            _("The due date is more than 24 hours past. Ask for more time with a reason instead.")
        )
    if not automatic_left(enrolment):
        raise UnableToExtend(
            _("You have used both extensions of 72 hours. Ask for more time with a reason instead.")
        )
    extension = Extension.objects.create(
        enrolment=enrolment,
        kind=Extension.Kind.AUTOMATIC,
        state=Extension.State.GRANTED,
        activity_id=planned.activity_id,
        hours=AUTOMATIC_HOURS,
        new_due_at=due_at + timedelta(hours=AUTOMATIC_HOURS),
        reason=_("72 hours for a lost connection or power, granted by the rule."),
        asked_at=at,
        asked_by=by,
        decided_at=at,
        decided_by=by,
    )
    return _tell("extension.granted", extension, by=by, at=at)


@transaction.atomic
def ask_for_more_time(
    enrolment: Enrolment, planned: PlannedActivity, *, days: int, reason: str, by, at: datetime
) -> Extension:
    """A request that somebody decides within two working days. Raises UnableToExtend."""
    enrolment = _locked(enrolment)
    _require_deadline(planned)
    _require_reason(reason)
    _require_days(days, MOST_DAYS)
    if enrolment.extensions.filter(activity_id=planned.activity_id, state=Extension.State.WAITING).exists():
        raise UnableToExtend(_("Your request for this work waits for a decision already."))
    extension = Extension.objects.create(
        enrolment=enrolment,
        kind=Extension.Kind.REQUESTED,
        state=Extension.State.WAITING,
        activity_id=planned.activity_id,
        hours=days * 24,
        reason=reason.strip(),
        asked_at=at,
        asked_by=by,
    )
    return _tell("extension.asked", extension, by=by, at=at)


@transaction.atomic
def grant_request(extension: Extension, *, answer: str = "", by, at: datetime) -> Extension:
    """Counts from the due date that holds now. Raises UnableToExtend if it was decided meanwhile."""
    extension = _waiting(extension)
    planned = plan_of(extension.enrolment.cohort.edition_id).by_activity(extension.activity_id)
    if planned is None:
        raise UnableToExtend(_("The work is not in the learner's edition any more. Refuse the request."))
    extension.new_due_at = due_when_granted(extension, learner_dates(extension.enrolment).of(planned).due_at)
    return _decide(extension, Extension.State.GRANTED, answer, by=by, at=at)


def due_when_granted(extension: Extension, due_at: datetime) -> datetime:
    """The days count from the due date that holds, or from the request when that came later."""
    return max(due_at, extension.asked_at) + timedelta(hours=extension.hours)


@transaction.atomic
def refuse_request(extension: Extension, *, answer: str, by, at: datetime) -> Extension:
    """Raises UnableToExtend without a reason, or if it was decided meanwhile."""
    extension = _waiting(extension)
    if not answer.strip():
        raise UnableToExtend(_("Write why you refuse. The learner reads it."))
    return _decide(extension, Extension.State.REFUSED, answer, by=by, at=at)


@transaction.atomic
def extend_activity(
    enrolment: Enrolment, planned: PlannedActivity, *, days: int, reason: str, by, at: datetime
) -> Extension:
    """More time for one work, given by staff without a request. Raises UnableToExtend."""
    enrolment = _locked(enrolment)
    _require_deadline(planned)
    _require_reason(reason)
    _require_days(days, MOST_DAYS_OF_PLAN)
    due_at = max(learner_dates(enrolment).of(planned).due_at, at)
    extension = _granted(enrolment, Extension.Kind.REQUESTED, days, reason, by, at)
    extension.activity_id = planned.activity_id
    extension.new_due_at = due_at + timedelta(days=days)
    extension.save()
    return _tell("extension.granted", extension, by=by, at=at)


@transaction.atomic
def extend_plan(enrolment: Enrolment, *, days: int, reason: str, by, at: datetime) -> Extension:
    """Every due date that is still ahead moves by so many days. Raises UnableToExtend."""
    enrolment = _locked(enrolment)
    _require_reason(reason)
    _require_days(days, MOST_DAYS_OF_PLAN)
    extension = _granted(enrolment, Extension.Kind.PLAN, days, reason, by, at)
    extension.save()
    return _tell("extension.granted", extension, by=by, at=at)


@transaction.atomic
def grant_extra_time(
    enrolment: Enrolment, *, percent: int, reason: str | None = None, by, at: datetime
) -> Accommodation:
    """More minutes in every quiz and exam that starts from now on. None leaves the reason as it is.

    The event does not repeat the reason. Raises UnableToExtend.
    """
    if percent not in EXTRA_TIME:
        raise UnableToExtend(_("Extra time is 25, 50 or 100 per cent."))
    accommodation, _made = Accommodation.objects.update_or_create(
        enrolment=_locked(enrolment),
        defaults={"extra_time_percent": percent, "granted_at": at, "granted_by": by}
        | ({} if reason is None else {"reason": reason.strip()}),
    )
    record("accommodation.granted", enrolment=enrolment, by=by, at=at, data={"percent": percent})
    return accommodation


@transaction.atomic
def end_extra_time(enrolment: Enrolment, *, by, at: datetime) -> None:
    """None there is the same result. Attempts that have started keep their deadline."""
    if Accommodation.objects.filter(enrolment=_locked(enrolment)).delete()[0]:
        record("accommodation.ended", enrolment=enrolment, by=by, at=at)


def _locked(enrolment: Enrolment) -> Enrolment:
    """The row lock serialises two tabs of one learner, who would else get three extensions."""
    enrolment = (
        Enrolment.objects.select_for_update(of=("self",))
        .select_related("cohort", "user")
        .get(pk=enrolment.pk)
    )
    if enrolment.state not in OPEN_STATES:
        raise UnableToExtend(_("The enrolment is: %s.") % enrolment.get_state_display())
    return enrolment


def _waiting(extension: Extension) -> Extension:
    extension = (
        Extension.objects.select_for_update(of=("self",))
        .select_related("enrolment__cohort")
        .get(pk=extension.pk)
    )
    if extension.state != Extension.State.WAITING:
        raise UnableToExtend(_("This request was decided already: %s.") % extension.get_state_display())
    return extension


def _granted(enrolment: Enrolment, kind: str, days: int, reason: str, by, at: datetime) -> Extension:
    return Extension(
        enrolment=enrolment,
        kind=kind,
        state=Extension.State.GRANTED,
        hours=days * 24,
        reason=reason.strip(),
        asked_at=at,
        asked_by=by,
        decided_at=at,
        decided_by=by,
    )


def _decide(extension: Extension, state: str, answer: str, *, by, at: datetime) -> Extension:
    extension.state, extension.answer = state, answer.strip()
    extension.decided_at, extension.decided_by = at, by
    extension.save()
    return _tell(f"extension.{state}", extension, by=by, at=at)


def _tell(verb: str, extension: Extension, *, by, at: datetime) -> Extension:
    record(
        verb,
        enrolment=extension.enrolment,
        activity_id=extension.activity_id,
        by=by,
        at=at,
        data={"extension": extension.pk},
    )
    return extension


def _require_deadline(planned: PlannedActivity) -> None:
    if planned.kind == "lesson":
        raise UnableToExtend(_("A lesson has no deadline that costs marks, so it needs no extension."))


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise UnableToExtend(_("Write the reason in one sentence."))


def _require_days(days: int, most: int) -> None:
    if not 1 <= days <= most:
        raise UnableToExtend(_("Enter between 1 and %s days.") % most)
