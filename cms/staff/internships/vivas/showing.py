"""What of a learner the people of a viva may read before it: the portfolio, the records of the internship."""

from django.urls import reverse
from django.utils.translation import gettext as _

from cms.staff.doors import may_in_cohort
from cms.staff.internships.doors import READ
from cms.staff.marking.doors import work_in_reach
from courses.cohorts.roles import marking_scope
from learners.placements.course import course_of
from learners.placements.models import Placement
from learners.placements.moving import host_name
from learners.placements.vivas import Viva
from learners.submissions.models import Work
from learners.submissions.standing import Standing

_State = Placement.State
_NOT_BEGUN = (_State.PROPOSED, _State.RETURNED, _State.REFUSED)


def readings(user, viva: Viva) -> list[tuple[str, str]]:
    """Title and address of each page that opens to this person."""
    return _portfolio(user, viva) + _records(user, viva)


def _portfolio(user, viva: Viva) -> list[tuple[str, str]]:
    enrolment = viva.internship.enrolment
    course = course_of(enrolment.cohort.edition_id)
    if course is None or course.portfolio is None:
        return []
    scope = marking_scope(user)
    works = Work.objects.filter(enrolment=enrolment, activity=course.portfolio.activity_id).order_by("resit")
    found = (work_in_reach(user, work.code, scope) for work in works)
    # A link from here would say whose work stands behind the code.
    shown = [each for each in found if each and not (each.rules.anonymous and not each.work.released_at)]
    return [(_title(each), reverse("marking_work", args=[each.code])) for each in shown]


def _title(standing: Standing) -> str:
    title = standing.planned.title
    return _("%s (resit)") % title if standing.work.resit else title


def _records(user, viva: Viva) -> list[tuple[str, str]]:
    internship = viva.internship
    if not may_in_cohort(user, READ, internship.enrolment.cohort_id):
        return []
    placements = internship.placements.exclude(state__in=_NOT_BEGUN).select_related("host").order_by("pk")
    return [
        (_("Record of the internship: %s") % host_name(each), reverse("internship_record", args=[each.pk]))
        for each in placements
    ]
