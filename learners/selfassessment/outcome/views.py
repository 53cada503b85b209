"""What a run amounts to (stages, radar, reading plan, two runs side by side), and the action plan that follows."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from content.base.errors import RuleError
from learners.enrolment.doors import get_or_post
from learners.selfassessment import planning
from learners.selfassessment.calendar import plan_file
from learners.selfassessment.doors import own_run, trial_of
from learners.selfassessment.forms import ActionForm
from learners.selfassessment.models import Assessment
from learners.selfassessment.paper import result_pdf
from learners.selfassessment.queries import completed_codes, own_assessments
from learners.selfassessment.radar import is_drawn, radar, summary
from learners.selfassessment.reading_plan import reading_plan
from learners.selfassessment.results import changes, pillar_scores, results_of
from learners.selfassessment.showing import scores, shown
from learners.selfassessment.voices import voices_of

PAGE = "learners/selfassessment/{}.html".format


@require_safe
@own_run
def result(request, assessment):
    others = [run for run in own_assessments(request.user) if run.pk != assessment.pk]
    context = _result(assessment, completed=completed_codes(assessment))
    context |= {"others": others, "own": True, "voices": voices_of(assessment)}
    return render(request, PAGE("result"), context)


@require_safe
@own_run
def result_file(request, assessment):
    results = results_of(assessment)
    readings = reading_plan(assessment, results, completed=completed_codes(assessment))
    try:
        content = result_pdf(assessment, results, readings, at=now())
    except RuleError as refusal:
        messages.error(request, str(refusal))
        return redirect("assess_result", assessment.pk)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="self-assessment.pdf"'
    return response


@never_cache
@require_safe
def trial_result(request):
    run = trial_of(request)
    if run is None:
        return redirect("assess")
    return render(request, PAGE("result"), _result(run) | {"own": False})


def _result(assessment: Assessment, *, completed=()) -> dict:
    results = results_of(assessment)
    latest = scores(results)
    readings = reading_plan(assessment, results, completed=completed)
    return {
        "assessment": assessment,
        "rows": shown(results),
        "radar": radar(latest, title=summary(latest)) if is_drawn(latest) else "",
        "pillars": pillar_scores(results),
        "readings": list(zip(shown([each.principle for each in readings]), readings, strict=True)),
    }


@require_safe
@own_run
def compare(request, assessment, other_id):
    earlier = Assessment.objects.filter(pk=other_id, owner=request.user).exclude(pk=assessment.pk).first()
    if earlier is None:
        raise Http404(other_id)
    if earlier.started_at > assessment.started_at:
        return redirect("assess_compare", other_id, assessment.pk)
    context = {"assessment": assessment, "earlier": earlier} | _moved(earlier, assessment)
    return render(request, PAGE("compare"), context)


def _moved(earlier: Assessment, later: Assessment) -> dict:
    before, after = results_of(earlier), results_of(later)
    old, new = scores(before), scores(after)
    titles = {row.of.number: row.principle for row in shown([*before, *after])}
    drawn = is_drawn(new) or is_drawn(old)
    return {
        "rows": [(titles[each.number], each) for each in changes(before, after) if each.number in titles],
        "radar": radar(new, old, title=summary(new)) if drawn else "",
    }


@require_safe
@own_run
def plan(request, assessment):
    context = {"assessment": assessment, "actions": planning.actions_of(assessment)}
    return render(request, PAGE("plan"), context)


@get_or_post
@own_run
def choose(request, assessment):
    if request.method != "POST":
        return redirect("assess_plan", assessment.pk)
    try:
        item = planning.choose_practice(assessment, request.POST.get("practice", ""), at=now())
    except RuleError as refusal:
        messages.error(request, str(refusal))
        return redirect("assess_plan", assessment.pk)
    messages.success(request, _("Added to your action plan. Say who does it and until when."))
    return redirect("assess_action", assessment.pk, item.pk)


@get_or_post
@own_run
def change(request, assessment, item_id):
    item = get_object_or_404(assessment.actions, pk=item_id)
    initial = {"text": item.text, "doer": item.doer, "due_on": item.due_on, "state": item.state}
    form = ActionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        planning.change_action(item, **form.cleaned_data)
        messages.success(request, _("The action is saved."))
        return redirect("assess_plan", assessment.pk)
    context = {"assessment": assessment, "item": item, "form": form}
    return render(request, PAGE("action"), context, status=422 if form.errors else 200)


@require_safe
@own_run
def calendar(request, assessment):
    response = HttpResponse(plan_file(assessment), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="action-plan.ics"'
    return response
