"""The doors of the marking desk: by role, and only to works and modules of the own cohorts."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404

from cms.accounts.roles import Role, roles_of
from cms.staff.doors import may_somewhere, refused, staff_only
from cms.staff.learners.doors import staff_with
from cms.staff.looks import What, looked
from courses.assessments.rulebook import is_marked_in_writing, is_written
from courses.cohorts.models import Cohort
from courses.cohorts.roles import MarkingScope, marking_scope
from courses.editions.plan import PlannedActivity, plan_of
from courses.programme.models import Activity
from learners.peerreviews.queries import tutor_review
from learners.peerreviews.rounds import is_reviewed
from learners.submissions.correcting import Released, open_corrections, released_work
from learners.submissions.marking import in_scope
from learners.submissions.models import Correction
from learners.submissions.standing import Standing, standing_of

marker = staff_with("enter_grade")


def work_in_reach(user, code: str, scope: MarkingScope) -> Standing | None:
    """A handed-in work that this person may mark. No other exists, the own one neither."""
    standing = standing_of(code)
    return standing if standing and is_in_reach(user, standing, scope) else None


def is_in_reach(user, standing: Standing, scope: MarkingScope) -> bool:
    is_own = standing.work.enrolment.user_id == user.pk
    return standing.rules.is_marked and not is_own and in_scope(standing, scope)


def on_work(view):
    """Call view(request, standing, scope)."""

    @marker
    @wraps(view)
    def door(request, code, **kwargs):
        scope = marking_scope(request.user)
        standing = work_in_reach(request.user, code, scope)
        if standing is None:
            raise Http404(code)
        looked(request, standing.work.enrolment.user_id, What.WORK, about=standing.planned.code)
        return view(request, standing, scope, **kwargs)

    return door


def _is_marked(planned: PlannedActivity) -> bool:
    return is_marked_in_writing(planned.rules)


def _is_written(planned: PlannedActivity) -> bool:
    return is_written(planned.rules)


def _is_exam(planned: PlannedActivity) -> bool:
    return planned.kind == Activity.Kind.EXAM


def _leading(fits: Callable[[PlannedActivity], bool]):
    """A door that calls view(request, cohort, planned) for work of this kind whose module the person answers for."""

    def decorate(view):
        @marker
        @wraps(view)
        def door(request, cohort_code, code, **kwargs):
            cohort, planned = _work_of_cohort(cohort_code, code, fits)
            if not marking_scope(request.user).leads(cohort.pk, planned.module_code):
                raise Http404(code)
            return view(request, cohort, planned, **kwargs)

        return door

    return decorate


on_module = _leading(_is_marked)
on_exam = _leading(_is_exam)
on_led_reviews = _leading(is_reviewed)


def on_markers_work(view):
    """Call view(request, cohort, planned, scope) for everybody who marks the work, not only for whoever answers for it."""

    @marker
    @wraps(view)
    def door(request, cohort_code, code, **kwargs):
        cohort, planned = _work_of_cohort(cohort_code, code, _is_marked)
        scope = marking_scope(request.user)
        if not scope.marks(cohort.pk, planned.module_code, journal=False):
            raise Http404(code)
        return view(request, cohort, planned, scope, **kwargs)

    return door


def on_markers_exam(view):
    """Call view(request, cohort, planned, scope) for everybody who marks answers of the exam."""

    @marker
    @wraps(view)
    def door(request, cohort_code, code, **kwargs):
        cohort, planned = _work_of_cohort(cohort_code, code, _is_exam)
        scope = marking_scope(request.user)
        if not scope.marks_exams(cohort.pk, planned.module_code):
            raise Http404(code)
        return view(request, cohort, planned, scope, **kwargs)

    return door


def _work_of_cohort(
    cohort_code: str, code: str, fits: Callable[[PlannedActivity], bool]
) -> tuple[Cohort, PlannedActivity]:
    cohort = Cohort.objects.select_related("edition").filter(code=cohort_code).first()
    planned = plan_of(cohort.edition_id).activity(code) if cohort else None
    if cohort is None or planned is None or not fits(planned):
        raise Http404(code)
    return cohort, planned


def on_reviewed_work(view):
    """Call view(request, cohort, planned, scope) for works with peer review, and everybody who fills its gaps."""

    @marker
    @wraps(view)
    def door(request, cohort_code, code, **kwargs):
        cohort, planned = _work_of_cohort(cohort_code, code, _is_written)
        scope = marking_scope(request.user)
        if not is_reviewed(planned) or not scope.reviews(cohort.pk, planned.module_code):
            raise Http404(code)
        return view(request, cohort, planned, scope, **kwargs)

    return door


def on_tutor_review(view):
    """Call view(request, review, planned) for a review that a tutor owes. Of the own work there is none."""

    @marker
    @wraps(view)
    def door(request, code, **kwargs):
        review, scope = tutor_review(code), marking_scope(request.user)
        if review is None or review.author.user_id == request.user.pk:
            raise Http404(code)
        planned = plan_of(review.round.cohort.edition_id).by_activity(review.round.activity_id)
        if planned is None or not scope.reviews(review.round.cohort_id, planned.module_code):
            raise Http404(code)
        looked(request, review.author.user_id, What.WORK, about=planned.code)
        return view(request, review, planned, **kwargs)

    return door


def on_released_work(view):
    """Call view(request, released) for corrections: registrars for all, who answers for the module for the own ones."""

    @staff_only
    @wraps(view)
    def door(request, code, **kwargs):
        if not may_somewhere(request.user, "change_released_grade"):
            return refused(request, "change_released_grade")
        released = released_work(code)
        if released is None or not _correcting(request.user)(released):
            raise Http404(code)
        looked(request, released.work.enrolment.user_id, What.WORK, about=released.planned.code)
        return view(request, released, **kwargs)

    return door


def _correcting(user) -> Callable[[Released], bool]:
    """Whose marks this person may correct. The own ones never."""
    registrar, scope = Role.REGISTRAR in roles_of(user), marking_scope(user)

    def may_correct(released: Released) -> bool:
        enrolment = released.work.enrolment
        leads = registrar or scope.leads(enrolment.cohort_id, released.planned.module_code)
        return leads and enrolment.user_id != user.pk

    return may_correct


def corrections_for(user) -> list[tuple[Released, Correction]]:
    """Open corrections that this person may see, the own questions too."""
    may_correct = _correcting(user)
    return [(released, asked) for released, asked in open_corrections() if may_correct(released)]
