"""The desk of corrected keys: propose, see who changes, confirm as a second person."""

from functools import partial, wraps

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.log_actions import log

from cms.staff.doors import posted_from, reach_of, staff_with
from cms.staff.keys.forms import KeyForm
from content.base.errors import RuleError
from courses.cohorts.queries import all_cohorts
from courses.questions.models import Question
from learners.attempts.queries import key_corrections
from learners.attempts.regrading import confirm_correction, drop_correction, impact_of, propose_correction
from learners.attempts.tasks import carry_out_corrections
from learners.enrolment.doors import get_or_post

ROWS = 50
RIGHT = "change_released_grade"


def _reach(user) -> set[int] | None:
    """Registrars correct for all cohorts, who teaches for the own ones."""
    return reach_of(user, "read_submission")


def on_correction(view):
    """Call view(request, correction)."""

    @staff_with(RIGHT)
    @wraps(view)
    def door(request, correction_id):
        correction = key_corrections(_reach(request.user)).filter(pk=correction_id).first()
        if correction is None:
            raise Http404(correction_id)
        return view(request, correction)

    return door


@require_safe
@staff_with(RIGHT)
def corrections(request):
    page = Paginator(key_corrections(_reach(request.user)), ROWS).get_page(request.GET.get("page"))
    return render(request, "cms/staff/keys/list.html", {"page_obj": page})


@get_or_post
@staff_with(RIGHT)
def propose(request):
    reach = _reach(request.user)
    cohorts = [cohort for cohort in all_cohorts() if reach is None or cohort.pk in reach]
    form = KeyForm(request.POST or None, cohorts=cohorts, initial=request.GET.dict())
    made = _proposed(request, form) if form.is_valid() else None
    if made:
        return redirect("key_correction", made.pk)
    return render(request, "cms/staff/keys/new.html", {"form": form}, status=422 if form.errors else 200)


def _proposed(request, form):
    try:
        made = propose_correction(**form.proposal(), by=request.user, at=now())
    except RuleError as refusal:
        form.add_error(None, str(refusal))
        return None
    log(instance=made, action="campus.key_proposed", user=request.user, data={"code": made.question.code})
    return made


@require_safe
@on_correction
def record(request, correction):
    waits = not (correction.done_at or correction.dropped_at)
    context = {
        "correction": correction,
        "keys": [
            (each, _right_choices(each)) for each in (correction.question, correction.corrected) if each
        ],
        "impact": impact_of(correction) if waits else None,
        "regrades": correction.regrades.count(),
        "own": correction.proposed_by_id == request.user.pk,
    }
    return render(request, "cms/staff/keys/record.html", context)


def _right_choices(question: Question) -> list[str]:
    """Nothing for a question without options to choose from."""
    right = question.choices.filter(correct=True).order_by("sort_order", "pk")
    return list(right.values_list("text", flat=True))


def _deed(rule, done):
    @posted_from("key_correction", "correction_id")
    @on_correction
    def view(request, correction):
        try:
            taken = rule(correction, by=request.user, at=now())
        except RuleError as refusal:
            messages.error(request, str(refusal))
        else:
            log(instance=taken, action=f"campus.{rule.__name__}", user=request.user)
            messages.success(request, done())
            if taken.confirmed_at:
                transaction.on_commit(partial(carry_out_corrections.delay), robust=True)
        return redirect("key_correction", correction.pk)

    return view


confirm = _deed(confirm_correction, lambda: _("Confirmed. The answers are scored anew in the background."))
drop = _deed(drop_correction, lambda: _("Dropped. Nothing has changed."))
