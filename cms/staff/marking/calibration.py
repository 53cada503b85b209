"""The sample scripts of a work, and how each marker judged them."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.staff.doors import posted_from
from cms.staff.marking.doors import on_markers_work, on_module
from cms.staff.marking.forms import ScriptForm
from content.base.errors import RuleError
from courses.assessments.rulebook import work_rules
from learners.enrolment.doors import get_or_post
from learners.submissions.calibrating import SCRIPTS, add_script, judge_script, scripts_of
from learners.submissions.rubric_form import PointsForm

PAGE = "cms/staff/marking/{}.html".format


@require_safe
@on_markers_work
def scripts(request, cohort, planned, scope):
    return _page(request, cohort, planned, leads=scope.leads(cohort.pk, planned.module_code))


def _page(request, cohort, planned, *, leads, form=None, status=200):
    found = scripts_of(cohort, planned.activity_id)
    rows = [
        (script, [mark for mark in script.marks.all() if mark.marker_id == request.user.pk])
        for script in found
    ]
    context = {
        "cohort": cohort,
        "planned": planned,
        "rows": rows,
        "to_judge": next((script for script, own in rows if not own), None),
        "form": (form or _script_form(planned)) if leads and len(found) < SCRIPTS else None,
    }
    return render(request, PAGE("calibration"), context, status=status)


@posted_from("calibration", "cohort_code", "code")
@on_module
def add(request, cohort, planned):
    form = _script_form(planned, request.POST)
    if form.is_valid():
        try:
            add_script(cohort, planned, **form.cleaned_data, by=request.user, at=now())
        except RuleError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The sample script is added. Each marker judges it before marking."))
        return redirect("calibration", cohort.code, planned.code)
    return _page(request, cohort, planned, leads=True, form=form, status=422)


def _script_form(planned, data=None) -> ScriptForm:
    return ScriptForm(data, peers=bool(planned.rules["peer"]))


@get_or_post
@on_markers_work
def script(request, cohort, planned, scope, script_id):
    found = next((each for each in scripts_of(cohort, planned.activity_id) if each.pk == script_id), None)
    if found is None:
        raise Http404(script_id)
    form = PointsForm(request.POST or None, criteria=work_rules(planned.rules).criteria)
    if request.method == "POST" and form.is_valid():
        try:
            judge_script(found, planned, points=form.points(), note="", by=request.user, at=now())
        except RuleError as error:
            form.add_error(None, str(error))
        else:
            return redirect("calibration_script", cohort.code, planned.code, script_id)
    context = {"cohort": cohort, "planned": planned, "script": found, "form": form} | _judged(
        found, form, request.user
    )
    return render(request, PAGE("script"), context, status=422 if form.errors else 200)


def _judged(script, form, user) -> dict:
    """What the others gave is seen only after the own judgement."""
    marks = list(script.marks.all())
    if all(mark.marker_id != user.pk for mark in marks):
        return {"judged": False}
    table = [(c.title, [mark.points[place] for mark in marks]) for place, c in enumerate(form.criteria)]
    return {"judged": True, "table": [*table, (_("Mark"), [mark.mark for mark in marks])]}
