"""The desk of discussions and defences: all learners of one in rows, one learner on one page, release."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe
from wagtail.log_actions import log

from cms.staff.doors import posted_from
from cms.staff.marking.doors import marker
from cms.staff.observed.doors import on_led, on_observed, on_seat
from cms.staff.observed.forms import AgreementForm, observation_form
from cms.staff.observed.showing import next_seat, pile_row, screen_of, seat_row
from cms.staff.plots import bars_of
from content.base.errors import RuleError
from courses.assessments.rulebook import observed_rules
from courses.cohorts.roles import marking_scope
from learners.enrolment.doors import get_or_post
from learners.observations import judging
from learners.observations.piles import piles_of
from learners.observations.releasing import check_release, release
from learners.observations.seats import seats_in

PAGE = "cms/staff/observed/{}.html".format


@require_safe
@marker
def piles(request):
    at = now()
    rows = [pile_row(pile, at=at) for pile in piles_of(marking_scope(request.user))]
    return render(request, PAGE("piles"), {"rows": rows})


@require_safe
@on_observed
def learners(request, cohort, planned, scope):
    seats = seats_in(cohort, planned)
    context = {
        "cohort": cohort,
        "planned": planned,
        "rows": [seat_row(seat, request.user) for seat in seats],
        "next": next_seat(seats, request.user, after=0),
        "marked": sum(1 for seat in seats if seat.mark is not None),
        "tells": not observed_rules(planned.rules).is_before_panel,
        "leads": scope.leads(cohort.pk, planned.module_code),
    }
    return render(request, PAGE("learners"), context)


@get_or_post
@on_seat
def learner(request, seat):
    if request.method != "POST":
        return _screen(request, seat)
    form = observation_form(seat, request.user, request.POST)
    if not form.is_valid() or not _judged(request, seat, form):
        return _screen(request, seat, form=form, status=422)
    return _onwards(request, seat)


def _judged(request, seat, form) -> bool:
    given = {"sequence": form.cleaned_data["sequence"], "by": request.user, "at": now()}
    place = (seat.enrolment, seat.planned)
    try:
        if request.POST.get("deed") == "absent":
            judging.note_absence(*place, reason=form.cleaned_data["absence"], **given)
        elif request.POST.get("deed") == "draft":
            judging.save_observation(*place, form.judgement(), **given)
        else:
            judging.complete_observation(*place, form.judgement(), **given)
    except RuleError as error:
        form.add_error("absence" if request.POST.get("deed") == "absent" else None, str(error))
        return False
    return True


def _onwards(request, seat):
    cohort, planned = seat.enrolment.cohort, seat.planned
    if request.POST.get("deed") == "draft":
        messages.success(request, _("Your draft is saved."))
        return redirect("observed_learner", cohort.code, planned.code, seat.enrolment.pk)
    messages.success(request, _("%s is judged.") % seat.enrolment.user.name)
    following = next_seat(seats_in(cohort, planned), request.user, after=seat.enrolment.pk)
    if following is None or request.POST.get("deed") == "save":
        return redirect("observed_learners", cohort.code, planned.code)
    return redirect("observed_learner", cohort.code, planned.code, following.enrolment.pk)


@posted_from("observed_learner", "cohort_code", "code", "enrolment_id")
@on_seat
def agree(request, seat):
    form = AgreementForm(request.POST)
    if form.is_valid() and _agreed(request, seat, form):
        return redirect("observed_learners", seat.enrolment.cohort.code, seat.planned.code)
    return _screen(request, seat, agreement=form, status=422)


def _agreed(request, seat, form) -> bool:
    try:
        judging.agree(seat.enrolment, seat.planned, **form.cleaned_data, by=request.user, at=now())
    except RuleError as error:
        form.add_error("mark", str(error))
        return False
    messages.success(request, _("The agreed mark is kept."))
    return True


@get_or_post
@on_led
def release_marks(request, cohort, planned):
    if request.method != "POST":
        return _check(request, cohort, planned)
    try:
        released = release(cohort, planned, by=request.user, at=now())
    except RuleError as error:
        messages.error(request, str(error))
        return _check(request, cohort, planned, status=409)
    title = f"{cohort.code} {planned.code}"
    log(instance=cohort, action="campus.marks_released", user=request.user, title=title)
    text = ngettext("%s mark is released.", "%s marks are released.", len(released)) % len(released)
    messages.success(request, text)
    return redirect("observed_learners", cohort.code, planned.code)


def _check(request, cohort, planned, status=200):
    check = check_release(cohort, planned, at=now())
    bars = bars_of(seat.mark for seat in check.seats)
    context = {"cohort": cohort, "planned": planned, "check": check, "bars": bars}
    return render(request, PAGE("release"), context, status=status)


def _screen(request, seat, *, form=None, agreement=None, status=200):
    screen = screen_of(seat, request.user)
    context = {
        "screen": screen,
        "seat": seat,
        "form": form or (observation_form(seat, request.user) if screen.editable else None),
        "agreement": agreement or AgreementForm(),
    }
    return render(request, PAGE("learner"), context, status=status)
