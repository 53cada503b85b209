"""What of a learner the people of a viva may read before it: the portfolio, the records of the internship."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.staff.doors import may_in_cohort
from cms.staff.internships.doors import READ
from cms.staff.marking.doors import is_in_reach
from courses.cohorts.roles import marking_scope
from learners.placements.course import course_of
from learners.placements.examining import examines_now
from learners.placements.models import Placement
from learners.placements.moving import host_name
from learners.placements.vivas import Viva
from learners.submissions.models import Work
from learners.submissions.standing import Standing, standing_of

_State = Placement.State
_NOT_BEGUN = (_State.PROPOSED, _State.RETURNED, _State.REFUSED)


def readings(user, viva: Viva) -> list[tuple[str, str]]:
    """Title and address of each page that opens to this person: at the desks by the own rights, else as an examiner."""
    return _portfolio(user, viva) + _records(user, viva)


def portfolios_of(viva: Viva) -> list[Standing]:
    """The first one and its resit. None that is anonymous still: the viva would say whose it is."""
    enrolment = viva.internship.enrolment
    course = course_of(enrolment.cohort.edition_id)
    if course is None or course.portfolio is None:
        return []
    works = Work.objects.filter(enrolment=enrolment, activity=course.portfolio.activity_id).order_by("resit")
    found = (standing_of(code) for code in works.values_list("code", flat=True))
    return [each for each in found if each and not (each.rules.anonymous and not each.work.released_at)]


def records_of(viva: Viva) -> QuerySet[Placement]:
    """What was agreed at least."""
    placements = viva.internship.placements.exclude(state__in=_NOT_BEGUN)
    return placements.select_related("host").order_by("pk")


def title_of(standing: Standing) -> str:
    title = standing.planned.title
    return _("%s (resit)") % title if standing.work.resit else title


def _portfolio(user, viva: Viva) -> list[tuple[str, str]]:
    scope, found = marking_scope(user), portfolios_of(viva)
    marked = [each for each in found if is_in_reach(user, each, scope)]
    if marked or not found or not examines_now(user, viva):
        return [(title_of(each), reverse("marking_work", args=[each.code])) for each in marked]
    return [(found[0].planned.title, reverse("viva_portfolio", args=[viva.pk]))]


def _records(user, viva: Viva) -> list[tuple[str, str]]:
    if may_in_cohort(user, READ, viva.internship.enrolment.cohort_id):
        page, before = "internship_record", []
    elif examines_now(user, viva):
        page, before = "viva_internship", [viva.pk]
    else:
        return []
    return [
        (_("Record of the internship: %s") % host_name(each), reverse(page, args=[*before, each.pk]))
        for each in records_of(viva)
    ]
