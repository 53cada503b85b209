"""The doors of the desk of internships: who reads a placement, and who co-ordinates it."""

from functools import wraps

from django.http import Http404

from cms.accounts.roles import Role, may, roles_of
from cms.staff.doors import may_in_cohort, posted_from, staff_with
from cms.staff.looks import What, looked
from courses.cohorts.models import Cohort, TeachingRole
from courses.cohorts.roles import cohorts_taught_by, teaches
from learners.placements.course import course_of
from learners.placements.examining import examines_now
from learners.placements.models import Placement
from learners.placements.vivas import Viva

READ, DECIDE, ENTER = "read_logbook", "grant_extension", "enter_grade"
"""Of the role table: who reads a logbook, who decides about a learner's dates, who marks; for all or for own cohorts."""


def coordinates(user, cohort_id: int) -> bool:
    """Internship co-ordinators decide in their cohorts, administrators in all."""
    if may(user, DECIDE):
        return True
    kinds = (TeachingRole.Kind.COORDINATOR,)
    return TeachingRole.objects.filter(cohort=cohort_id, user=user, kind__in=kinds).exists()


def signs_for_programme(user) -> bool:
    """Form IF-2 is approved by the programme administrator."""
    return Role.ADMINISTRATOR in roles_of(user)


def leads_internship(user, cohort: Cohort) -> bool:
    """Whether somebody leads the module to which the internship belongs."""
    course = course_of(cohort.edition_id)
    return course is not None and teaches(user, cohort, course.module_code)


def may_open_viva(user, viva: Viva) -> bool:
    """Its two examiners and the leader of the module."""
    return user.pk in viva.slot.examiners or leads_internship(user, viva.slot.cohort)


def viva_in_reach(user, viva_id: int) -> Viva:
    """For its two examiners and for the leader of the module; for the others it does not exist."""
    rows = Viva.objects.select_related(
        "slot__first",
        "slot__second",
        "slot__cohort",
        "internship__enrolment__user",
        "internship__enrolment__cohort",
    )
    viva = rows.filter(pk=viva_id, cancelled_at=None, slot__cohort__in=cohorts_taught_by(user)).first()
    if viva is None or not may_open_viva(user, viva):
        raise Http404(viva_id)
    return viva


def on_examined(view):
    """Call view(request, viva, …) for an examiner who prepares it, whatever else the person may read of the learner."""

    @staff_with(ENTER)
    @wraps(view)
    def door(request, viva_id, **kwargs):
        viva = viva_in_reach(request.user, viva_id)
        if not examines_now(request.user, viva):
            raise Http404(viva_id)
        return view(request, viva, **kwargs)

    return door


def placement_in_reach(user, placement_id: int) -> Placement:
    """404 for one that the right to read does not reach."""
    rows = Placement.objects.select_related(
        "internship__enrolment__user__profile", "internship__enrolment__cohort", "host", "decided_by"
    )
    placement = rows.filter(pk=placement_id).first()
    if placement is None or not may_in_cohort(user, READ, placement.internship.enrolment.cohort_id):
        raise Http404(placement_id)
    return placement


def on_placement(view):
    """Call view(request, placement, …)."""

    @staff_with(READ)
    @wraps(view)
    def door(request, placement_id, **kwargs):
        placement = placement_in_reach(request.user, placement_id)
        looked(request, placement.internship.enrolment.user_id, What.LOGBOOK, action=READ)
        return view(request, placement, **kwargs)

    return door


def deed_on_placement(view):
    """For addresses of deeds: only whoever co-ordinates the cohort."""

    @posted_from("internship_record", "placement_id")
    @staff_with(DECIDE)
    @wraps(view)
    def door(request, placement_id, **kwargs):
        placement = placement_in_reach(request.user, placement_id)
        if not coordinates(request.user, placement.internship.enrolment.cohort_id):
            raise Http404(placement_id)
        return view(request, placement, **kwargs)

    return door


def for_coordinators(view):
    """The registry of hosts belongs to no cohort: whoever co-ordinates one, or administers all, changes it."""

    @staff_with(DECIDE)
    @wraps(view)
    def door(request, **kwargs):
        kind = TeachingRole.Kind.COORDINATOR
        if (
            not may(request.user, DECIDE)
            and not TeachingRole.objects.filter(user=request.user, kind=kind).exists()
        ):
            raise Http404(request.path)
        return view(request, **kwargs)

    return door
