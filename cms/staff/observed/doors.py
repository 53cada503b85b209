"""The doors of the desk of discussions and defences: only what the person may judge in the own cohorts."""

from functools import wraps

from django.http import Http404

from cms.staff.looks import What, looked
from cms.staff.marking.doors import marker
from courses.assessments.rulebook import is_observed
from courses.cohorts.models import Cohort
from courses.cohorts.roles import marking_scope
from courses.editions.plan import plan_of
from learners.enrolment.models import Enrolment
from learners.enrolment.queries import OPEN_STATES
from learners.observations.seats import may_judge, seat_of


def on_observed(view):
    """Call view(request, cohort, planned, scope)."""

    @marker
    @wraps(view)
    def door(request, cohort_code, code, **kwargs):
        cohort = Cohort.objects.select_related("edition").filter(code=cohort_code).first()
        planned = plan_of(cohort.edition_id).activity(code) if cohort else None
        scope = marking_scope(request.user)
        if (
            not cohort
            or not planned
            or not is_observed(planned.rules)
            or not may_judge(scope, cohort.pk, planned)
        ):
            raise Http404(code)
        return view(request, cohort, planned, scope, **kwargs)

    return door


def on_seat(view):
    """Call view(request, seat). Of the own part there is none, and none of other cohorts."""

    @on_observed
    @wraps(view)
    def door(request, cohort, planned, scope, enrolment_id, **kwargs):
        places = Enrolment.objects.select_related("cohort", "user__profile").filter(cohort=cohort)
        enrolment = places.filter(pk=enrolment_id, state__in=OPEN_STATES).first()
        if enrolment is None or enrolment.user_id == request.user.pk:
            raise Http404(enrolment_id)
        looked(request, enrolment.user_id, What.WORK, about=planned.code)
        return view(request, seat_of(enrolment, planned), **kwargs)

    return door


def on_led(view):
    """Call view(request, cohort, planned) for what the person answers for: its release."""

    @on_observed
    @wraps(view)
    def door(request, cohort, planned, scope, **kwargs):
        if not scope.leads(cohort.pk, planned.module_code):
            raise Http404(planned.code)
        return view(request, cohort, planned, **kwargs)

    return door
