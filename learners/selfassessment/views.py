"""Answering: the owner's run, a visitor's trial, a colleague by link."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from content.base.errors import RuleError
from content.maturity.queries import published_versions, sheet_of
from courses.editions.plan import plan_of
from courses.programme.models import Activity
from learners.enrolment.access import NotOpen, require_open, words
from learners.enrolment.doors import enrolled, get_or_post, planned_or_404
from learners.selfassessment import assessing, inviting
from learners.selfassessment.doors import TRIAL, by_link, own_run, trial_of
from learners.selfassessment.forms import AnswersForm, InviteForm, SendForm, StartForm, WeightsForm
from learners.selfassessment.queries import invited, own_assessments, owner_of, run_of_activity, sheets_of
from learners.selfassessment.showing import PARAPHRASED, principles_by_number, rows_of

PAGE = "learners/selfassessment/{}.html".format


@never_cache
@get_or_post
def home(request):
    """Own runs and a new one; for a visitor, what it is and one principle to try."""
    if not request.user.is_authenticated:
        begun = trial_of(request)
        tried = sheets_of(owner_of(begun)) if begun else {}
        return render(
            request, PAGE("visitor"), {"principles": principles_by_number().values(), "tried": tried}
        )
    form = StartForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        run = _started(request, form)
        if run:
            return redirect("assess_run", run.pk)
    context = {"runs": own_assessments(request.user), "form": form, "trial": trial_of(request)}
    return render(request, PAGE("home"), context, status=422 if form.errors else 200)


@get_or_post
@login_required
def keep_trial(request):
    """What was tried in this browser before the sign-in becomes a run of the person's own."""
    trial = trial_of(request)
    if request.method != "POST" or trial is None:
        return redirect("assess")
    assessing.adopt_trial(trial, request.user)
    request.session.pop(TRIAL, None)
    return redirect("assess_run", trial.pk)


def _started(request, form, **of):
    try:
        return assessing.start_assessment(request.user, **form.cleaned_data, **of, at=now())
    except RuleError as refusal:
        form.add_error(None, str(refusal))
        return None


def assessment_page(request, enrolment, planned):
    """The activity of the programme: its start, then the pages of its run."""
    run = run_of_activity(enrolment, planned.activity_id)
    if run:
        return redirect("assess_run", run.pk)
    try:
        require_open(enrolment, planned, at=now())
    except NotOpen as refusal:
        context = {"planned": planned, "refusal": refusal}
        return render(request, "learners/progress/not_open.html", context, status=403)
    form = StartForm(initial={"administration": enrolment.user.profile.organisation})
    return _start_page(request, planned, form)


@get_or_post
@enrolled
def start(request, enrolment, code):
    planned = planned_or_404(enrolment, code, kind=Activity.Kind.SELF_ASSESSMENT)
    form = StartForm(request.POST or None)
    if request.method != "POST":  # somebody who signed in on the way
        return redirect("activity", code)
    if form.is_valid() and (run := _started(request, form, enrolment=enrolment, planned=planned)):
        return redirect("assess_run", run.pk)
    return _start_page(request, planned, form)


def _start_page(request, planned, form):
    context = {"planned": planned, "form": form, "least": assessing.least_of(planned)}
    return render(request, PAGE("activity"), context, status=422 if form.errors else 200)


@require_safe
@own_run
def run(request, assessment):
    owner = owner_of(assessment)
    rows = rows_of(assessment, owner)
    context = {
        "assessment": assessment,
        "rows": rows,
        "done": sum(1 for row in rows if row.enough),
        "least": assessing.least_of(_planned(assessment)),
        "invited": invited(assessment),
    }
    return render(request, PAGE("run"), context)


@get_or_post
@own_run
def sheet(request, assessment, number):
    back = reverse("assess_run", args=[assessment.pk])
    return _sheet(request, owner_of(assessment), number, back=back, device=request.user.pk)


def _sheet(request, respondent, number, *, back, device):
    """device: begins the name under which the browser keeps what is not saved yet."""
    sheet = assessing.pinned(respondent.assessment, number)
    if sheet is None:
        raise Http404(number)
    stored = sheets_of(respondent).get(number)
    form = AnswersForm(request.POST if request.method == "POST" else None, sheet=sheet, stored=stored)
    if form.is_bound and form.is_valid():
        return _saved(request, respondent, number, form, back)
    context = {"assessment": respondent.assessment, "stored": stored, "closed": respondent.is_done}
    device = f"{device}.assess.{respondent.assessment_id}.{number}"
    return _statements(request, number, form, back=back, device=device, **context)


def _statements(request, number, form, **context):
    principle = principles_by_number().get(number)
    if principle is None:
        raise Http404(number)
    context |= {"principle": principle, "form": form, "paraphrased": number == PARAPHRASED}
    return render(request, PAGE("sheet"), context, status=422 if form.errors else 200)


def _saved(request, respondent, number, form, back):
    try:
        saved = assessing.save_sheet(respondent, number, **form.given(), at=now())
    except RuleError as refusal:
        if _wants_json(request):
            return JsonResponse({"saved": False, "message": str(refusal)}, status=409)
        messages.error(request, str(refusal))
        return redirect(back)
    message = _message(saved, _zone(request))
    if _wants_json(request):
        told = {"saved": saved.kept, "message": message, "sequence": saved.sheet.sequence}
        return JsonResponse(told, status=200 if saved.kept else 409)
    (messages.success if saved.kept else messages.warning)(request, message)
    return redirect(_next(respondent, number, back) if request.POST.get("go") == "next" else back)


def _wants_json(request) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def _zone(request) -> str:
    profile = getattr(request.user, "profile", None)
    return profile.time_zone if profile else "UTC"


def _message(saved, zone: str) -> str:
    moment = words(saved.sheet.saved_at, zone, day="j F")
    if saved.kept:
        return _("Saved %s") % moment
    return (
        _("Newer answers were saved in another window on %s. They are kept. What you sent now is not.")
        % moment
    )


def _next(respondent, number, back) -> str:
    """The next principle without enough answers, else the list; a visitor goes to the result of the one."""
    if respondent.assessment.owner_id is None:
        return back
    left = [
        row.principle.number
        for row in rows_of(respondent.assessment, respondent)
        if not row.enough and row.principle.number > number
    ]
    return f"{back}P{left[0]}/" if left else back


@get_or_post
@own_run
def submit(request, assessment):
    if request.method != "POST":
        return redirect("assess_run", assessment.pk)
    try:
        planned = _planned(assessment)
        if planned:
            assessing.submit_for_programme(assessment, planned, by=request.user, at=now())
        else:
            assessing.submit_assessment(assessment, at=now())
    except RuleError as refusal:
        messages.error(request, str(refusal))
        return redirect("assess_run", assessment.pk)
    messages.success(request, _("Sent. Your answers stand now, and you can compare them with a later run."))
    return redirect("assess_result", assessment.pk)


def _planned(assessment):
    if assessment.enrolment is None:
        return None
    return plan_of(assessment.enrolment.cohort.edition_id).by_activity(assessment.activity_id)


@get_or_post
@own_run
def weights(request, assessment):
    titles = {number: page.title for number, page in principles_by_number().items()}
    form = WeightsForm(request.POST or None, assessment=assessment, titles=titles)
    if request.method == "POST" and form.is_valid():
        assessing.set_weights(assessment, form.weights())
        messages.success(request, _("Saved. The reading plan follows what matters to you."))
        return redirect("assess_result", assessment.pk)
    context = {"assessment": assessment, "form": form}
    return render(request, PAGE("weights"), context, status=422 if form.errors else 200)


@get_or_post
@own_run
def people(request, assessment):
    form = InviteForm(request.POST or None)
    link = ""
    if request.method == "POST" and form.is_valid():
        try:
            token = inviting.invite(assessment, **form.cleaned_data, at=now())
        except RuleError as refusal:
            form.add_error(None, str(refusal))
        else:
            link = request.build_absolute_uri(reverse("assess_colleague", args=[token]))
            form = InviteForm()
    context = {"assessment": assessment, "form": form, "link": link, "invited": invited(assessment)}
    return render(request, PAGE("people"), context, status=422 if form.errors else 200)


@get_or_post
@own_run
def take_link_back(request, assessment, respondent_id):
    respondent = get_object_or_404(assessment.respondents.exclude(token_hash=None), pk=respondent_id)
    if request.method == "POST":
        inviting.take_back(respondent, at=now())
        messages.success(request, _("The link opens nothing any more, and its answers do not count."))
    return redirect("assess_people", assessment.pk)


@require_safe
@by_link
def colleague(request, respondent, token):
    context = {"respondent": respondent, "rows": rows_of(respondent.assessment, respondent), "token": token}
    return render(request, PAGE("colleague"), context | {"form": SendForm()})


@get_or_post
@by_link
def colleague_sheet(request, respondent, token, number):
    back = reverse("assess_colleague", args=[token])
    return _sheet(request, respondent, number, back=back, device=f"link{respondent.pk}")


@get_or_post
@by_link
def colleague_send(request, respondent, token):
    if request.method == "POST":
        form = SendForm(request.POST)
        form.is_valid()  # a box that is ticked or not is always valid
        try:
            inviting.send_answers(respondent, consent=form.cleaned_data["consent"], at=now())
        except RuleError as refusal:
            messages.error(request, str(refusal))
    return redirect("assess_colleague", token)


@never_cache
@get_or_post
def trial(request, number):
    """One principle without an account. The run stays with this browser until somebody signs in with it."""
    if request.user.is_authenticated:
        return redirect("assess")
    run = trial_of(request)
    if run is None:
        if request.method != "POST":
            return _preview(request, number)
        run = assessing.start_assessment(None, administration=_("My administration"), at=now())
        request.session[TRIAL] = run.pk
    return _sheet(request, owner_of(run), number, back=reverse("assess_trial_result"), device=0)


def _preview(request, number):
    """The statements before anything is answered: looking keeps nothing."""
    revision = published_versions().get(number)
    if revision is None:
        raise Http404(number)
    form = AnswersForm(sheet=sheet_of(revision), stored=None)
    return _statements(request, number, form, back=reverse("assess"), device=f"0.assess.{number}")
