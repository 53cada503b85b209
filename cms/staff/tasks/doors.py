"""The doors of the desk of work without a mark: for whoever marks the module."""

from functools import wraps

from django.http import Http404

from cms.staff.looks import What, looked
from cms.staff.marking.doors import marker
from courses.assessments.rulebook import is_task, work_rules
from courses.cohorts.models import Cohort
from courses.cohorts.roles import marking_scope
from courses.editions.plan import plan_of
from learners.enrolment.models import Enrolment
from learners.enrolment.queries import OPEN_STATES
from learners.submissions.answering import handed_of


def on_task(view):
    """Call view(request, cohort, planned). What learners review for each other has a page of its own."""

    @marker
    @wraps(view)
    def door(request, cohort_code, code, **kwargs):
        cohort = Cohort.objects.select_related("edition").filter(code=cohort_code).first()
        planned = plan_of(cohort.edition_id).activity(code) if cohort else None
        if cohort is None or planned is None or not _is_answered(planned):
            raise Http404(code)
        if not marking_scope(request.user).marks(cohort.pk, planned.module_code, journal=False):
            raise Http404(code)
        return view(request, cohort, planned, **kwargs)

    return door


def _is_answered(planned) -> bool:
    return is_task(planned.rules) and not work_rules(planned.rules).peer_reviews


def on_handed(view):
    """Call view(request, planned, handed) with one learner. The own work does not exist, nor that of other cohorts."""

    @on_task
    @wraps(view)
    def door(request, cohort, planned, enrolment_id, **kwargs):
        places = Enrolment.objects.select_related("cohort", "user__profile").filter(cohort=cohort)
        enrolment = places.filter(pk=enrolment_id, state__in=OPEN_STATES).first()
        if enrolment is None or enrolment.user_id == request.user.pk:
            raise Http404(enrolment_id)
        looked(request, enrolment.user_id, What.WORK, about=planned.code)
        return view(request, planned, handed_of(enrolment, planned), **kwargs)

    return door
