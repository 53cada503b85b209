"""The lessons of a cohort as its edition froze them, also before their week."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cms.staff.doors import cohort_staff_may, reach_of, staff_with
from courses.cohorts.queries import all_cohorts
from courses.editions.plan import Plan, PlannedActivity, plan_of
from courses.editions.texts import frozen_lesson

READ = "read_unreleased_lesson"
"""Of the role table: who reads released lessons of a cohort reads the others too."""
PAGE = "cms/staff/reading/{}.html".format


@require_safe
@staff_with(READ)
def cohorts(request):
    reach = reach_of(request.user, READ)
    known = [cohort for cohort in all_cohorts() if reach is None or cohort.pk in reach]
    return render(request, PAGE("cohorts"), {"cohorts": known})


@require_safe
@cohort_staff_may(READ)
def lessons(request, cohort):
    modules = [(module, _lessons_in(module)) for module in plan_of(cohort.edition_id).modules]
    context = {"cohort": cohort, "modules": [(module, found) for module, found in modules if found]}
    return render(request, PAGE("lessons"), context)


@require_safe
@cohort_staff_may(READ)
def lesson(request, cohort, lesson_code):
    plan = plan_of(cohort.edition_id)
    planned = plan.activity(lesson_code)
    if planned is None or planned.kind != "lesson":
        raise Http404(lesson_code)
    before, after = _neighbours(plan, planned)
    context = {"cohort": cohort, "planned": planned, "text": frozen_lesson(planned)}
    return render(request, PAGE("lesson"), context | {"before": before, "after": after})


def _lessons_in(part) -> list[PlannedActivity]:
    """Of a plan or one of its modules, in their order."""
    return [planned for planned in part.activities if planned.kind == "lesson"]


def _neighbours(
    plan: Plan, planned: PlannedActivity
) -> tuple[PlannedActivity | None, PlannedActivity | None]:
    found = [each for module in plan.modules for each in _lessons_in(module)]
    place = found.index(planned)
    return (found[place - 1] if place else None), (found[place + 1] if place + 1 < len(found) else None)
