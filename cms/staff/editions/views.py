"""The desk of editions: what is frozen, and freezing what is published now."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.log_actions import log

from cms.staff.doors import staff_may
from cms.staff.editions.forms import CompareForm, FreezeForm
from courses.cohorts.models import Cohort
from courses.editions.comparing import changes_between
from courses.editions.freezing import UnableToFreeze, freeze
from courses.editions.plan import plan_of
from courses.editions.queries import all_editions, newer_editions
from learners.enrolment.doors import get_or_post
from learners.upgrades.impact import impact_of
from learners.upgrades.moving import UnableToUpgrade, move_to_edition


@get_or_post
@staff_may("enrol_learner")
def editions(request):
    form = FreezeForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _frozen(request, form):
        return redirect("editions")
    context = {"editions": all_editions(), "form": form}
    return render(request, "cms/staff/editions/list.html", context, status=422 if form.errors else 200)


@require_safe
@staff_may("enrol_learner")
def compare(request):
    newest = [edition.pk for edition in all_editions()[:2]]
    form = CompareForm(request.GET or None, initial=dict(zip(("new", "old"), newest, strict=False)))
    changes = None
    if form.is_valid():
        changes = changes_between(*(plan_of(form.cleaned_data[name].pk) for name in ("old", "new")))
    return render(request, "cms/staff/editions/compare.html", {"form": form, "changes": changes})


@get_or_post
@staff_may("enrol_learner")
def upgrade(request, code):
    cohort = get_object_or_404(Cohort.objects.select_related("edition"), code=code)
    newer = newer_editions(cohort.edition)
    asked = (request.POST if request.method == "POST" else request.GET).get("to", "")
    edition = next((each for each in newer if str(each.number) == asked), None)
    if asked and edition is None:
        raise Http404(asked)
    if request.method == "POST" and edition and _moved(request, cohort, edition):
        return redirect("cohort", code)
    impact = impact_of(cohort, edition) if edition else None
    context = {"cohort": cohort, "newer": newer, "edition": edition, "impact": impact}
    return render(request, "cms/staff/editions/upgrade.html", context)


def _moved(request, cohort, edition) -> bool:
    try:
        move_to_edition(cohort, edition, seen=request.POST.get("seen", ""), by=request.user, at=now())
    except UnableToUpgrade as refusal:
        messages.error(request, str(refusal))
        return False
    log(instance=cohort, action="campus.edition_moved", user=request.user, data={"to": edition.number})
    messages.success(request, _("The cohort is on edition %s now. Everybody gets a mail.") % edition.number)
    return True


def _frozen(request, form) -> bool:
    policy, label = form.cleaned_data["policy"], form.cleaned_data["label"]
    try:
        edition = freeze(policy.programme, policy=policy, label=label, by=request.user, at=now())
    except UnableToFreeze as refusal:
        form.add_error(None, str(refusal))
        return False
    log(instance=edition, action="campus.edition_frozen", user=request.user)
    messages.success(request, _("Edition %s is frozen. Cohorts can be created on it.") % edition.number)
    return True
