"""When a placement does not run as planned: interruption, early end, more time, the applied project in its place."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from learners.enrolment.dates import learner_dates
from learners.enrolment.models import Enrolment, Extension
from learners.placements.course import course_of, last_day
from learners.placements.linking import revoke_links
from learners.placements.logbook import QUARTERS
from learners.placements.models import NO_FAULT, OPEN, Internship, Mode, Placement
from learners.placements.moving import (
    UnableToPlace,
    locked,
    locked_internship,
    move,
    require_state,
    require_text,
    tell,
)

MOST_EXTRA_WEEKS = 8
_State, _Ending = Placement.State, Placement.Ending


@transaction.atomic
def interrupt(placement: Placement, *, reason: str, by, at: datetime) -> Placement:
    """No hours can be logged until it is resumed. Raises UnableToPlace."""
    placement = locked(placement)
    before = placement.state
    move(placement, "interrupt")
    reason = require_text(reason, _("Write why the placement is interrupted."))
    placement.interrupted_at, placement.interrupted_from = at, before
    placement.save(update_fields=["state", "interrupted_at", "interrupted_from"])
    tell("placement.interrupted", placement, by=by, at=at, reason=reason)
    return placement


@transaction.atomic
def resume(placement: Placement, *, by, at: datetime) -> Placement:
    placement = locked(placement)
    require_state(placement, _State.INTERRUPTED)
    placement.state = placement.interrupted_from
    placement.interrupted_at, placement.interrupted_from = None, ""
    placement.save(update_fields=["state", "interrupted_at", "interrupted_from"])
    tell("placement.resumed", placement, by=by, at=at)
    return placement


@transaction.atomic
def end_early(placement: Placement, *, ending: str, reason: str, by, at: datetime) -> Placement:
    """Hours that are confirmed are kept; the personal links open nothing any more. Raises UnableToPlace."""
    placement = locked(placement)
    if ending not in _Ending.values or ending == _Ending.WITHDRAWN:
        raise UnableToPlace(_("Choose why the placement ends."))
    move(placement, "end")
    placement.ending, placement.ended_at = ending, at
    placement.ending_reason = require_text(
        reason, _("Write what happened. Learner and co-ordinator read it.")
    )
    placement.save(update_fields=["state", "ending", "ended_at", "ending_reason"])
    revoke_links(placement, at=at)
    tell("placement.ended", placement, by=by, at=at, ending=ending)
    return placement


@transaction.atomic
def report_unsafe(placement: Placement, *, reason: str, at: datetime) -> Placement:
    """By the learner: hours stop at once, and the co-ordinator decides. Raises UnableToPlace."""
    placement = locked(placement)
    reason = require_text(reason, _("Write what is not safe. The co-ordinator reads it today."))
    if placement.state in (_State.PLANNING, _State.RUNNING):
        before = placement.state
        move(placement, "interrupt")
        placement.interrupted_at, placement.interrupted_from = at, before
    elif placement.state not in OPEN:
        raise UnableToPlace(
            _("The placement is: %s. Write to the co-ordinator.") % placement.get_state_display()
        )
    placement.ending_reason = reason
    placement.save()
    tell("placement.unsafe", placement, by=placement.internship.enrolment.user, at=at)
    return placement


@transaction.atomic
def extend_internship(enrolment: Enrolment, *, weeks: int, reason: str, by, at: datetime) -> Internship:
    """Up to eight weeks in all, after a placement failed without the learner's fault. Raises UnableToPlace.

    The due dates of hours, evaluation, portfolio and viva move with it.
    """
    internship = locked_internship(enrolment, at=at)
    _require_other(enrolment, by)
    require_text(reason, _("Write why more time is given."))
    _require_failure(internship)
    if not 1 <= weeks <= MOST_EXTRA_WEEKS - internship.extra_weeks:
        raise UnableToPlace(
            _("At most 8 weeks can be given in all. %s are left.")
            % (MOST_EXTRA_WEEKS - internship.extra_weeks)
        )
    internship.extra_weeks += weeks
    internship.save(update_fields=["extra_weeks"])
    _move_dates(enrolment, weeks, reason, by=by, at=at)
    placement = internship.placements.order_by("-pk").first()
    assert placement is not None  # noqa: S101 -- one of them failed
    tell("placement.extended", placement, by=by, at=at, weeks=weeks)
    return internship


@dataclass(frozen=True)
class Project:
    """The applied project of equal weight; a member of staff supervises it by personal link, as a host would."""

    task: str
    supervisor_name: str
    supervisor_email: str
    starts_on: date
    ends_on: date
    hours: int


@transaction.atomic
def start_project(enrolment: Enrolment, project: Project, *, by, at: datetime) -> Placement:
    """In place of a placement that failed without the learner's fault. Confirmed hours are kept. Raises UnableToPlace."""
    internship = locked_internship(enrolment, at=at)
    _require_other(enrolment, by)
    _require_failure(internship)
    if internship.placements.filter(state__in=OPEN).exists():
        raise UnableToPlace(_("The learner has an open placement. End it first."))
    _require_project(project, internship)
    placement = Placement.objects.create(
        internship=internship,
        kind=Placement.Kind.PROJECT,
        state=_State.PLANNING,
        supervisor_name=project.supervisor_name.strip(),
        supervisor_function=_("Supervisor of the applied project"),
        supervisor_email=project.supervisor_email.strip().lower(),
        mode=Mode.REMOTE,
        task=project.task.strip(),
        starts_on=project.starts_on,
        ends_on=project.ends_on,
        hours=project.hours,
        proposed_at=at,
        decided_at=at,
        decided_by=by,
    )
    tell("placement.project_started", placement, by=by, at=at)
    return placement


def may_have_more(internship: Internship | None) -> bool:
    """Whether a placement failed without the learner's fault."""
    return internship is not None and internship.placements.filter(ending__in=NO_FAULT).exists()


def _require_failure(internship: Internship) -> None:
    if not may_have_more(internship):
        raise UnableToPlace(
            _(
                "This is for learners whose placement failed without their fault. End that placement first, with its reason."
            )
        )


def _require_other(enrolment: Enrolment, by) -> None:
    if by.pk == enrolment.user_id:
        raise UnableToPlace(_("Nobody decides about the own placement."))


def _require_project(project: Project, internship: Internship) -> None:
    enrolment = internship.enrolment
    course = course_of(enrolment.cohort.edition_id)
    if course is None:
        raise UnableToPlace(_("Your edition of the programme has no internship."))
    require_text(project.task, _("Describe the project."))
    require_text(project.supervisor_name, _("Enter who supervises the project."))
    if project.supervisor_email.strip().lower() == enrolment.user.email.lower():
        raise UnableToPlace(_("The learner cannot be the supervisor."))
    if not 1 <= project.hours <= course.total // QUARTERS:
        raise UnableToPlace(_("Enter between 1 and %s hours.") % (course.total // QUARTERS))
    if not project.starts_on < project.ends_on <= last_day(enrolment, internship.extra_weeks):
        raise UnableToPlace(
            _("The project has to end after it starts, and by the last day of the programme.")
        )


def _move_dates(enrolment: Enrolment, weeks: int, reason: str, *, by, at: datetime) -> None:
    course = course_of(enrolment.cohort.edition_id)
    dates = learner_dates(enrolment)
    Extension.objects.bulk_create(
        Extension(
            enrolment=enrolment,
            kind=Extension.Kind.REQUESTED,
            state=Extension.State.GRANTED,
            activity_id=planned.activity_id,
            hours=weeks * 7 * 24,
            new_due_at=dates.of(planned).due_at + timedelta(weeks=weeks),
            reason=reason.strip()[:300],
            asked_at=at,
            asked_by=by,
            decided_at=at,
            decided_by=by,
        )
        for planned in (course.activities if course else [])
    )
