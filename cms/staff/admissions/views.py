"""The admissions desk: intakes, the pipeline of one intake, reading, scoring, deciding."""

from functools import wraps

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.log_actions import log

from cms.staff.admissions.forms import (
    ConflictForm,
    DecisionForm,
    IntakeForm,
    NewIntakeForm,
    PipelineFilter,
    ScoreForm,
)
from cms.staff.admissions.showing import record_context
from cms.staff.doors import posted_from, staff_may
from cms.staff.looks import What, looked
from content.base.errors import RuleError
from learners.admissions import deciding, opening, queries, reviewing
from learners.admissions.letters import letter_for
from learners.admissions.models import Application, Decision, Intake
from learners.admissions.views import document_response
from learners.enrolment.doors import get_or_post

ROWS = 50
PAGE = "cms/staff/admissions/{}.html".format


def posted_from_the_record(view):
    """Call view(request, application) for addresses of deeds."""

    @posted_from("application_record", "code", "reference")
    @wraps(view)
    def door(request, code, reference):
        return view(request, _application(code, reference))

    return door


@require_safe
@staff_may("read_application")
def intakes(request):
    waiting = queries.cohorts_without_intake(at=now())
    context = {"intakes": queries.staff_intakes(), "cohorts": waiting}
    return render(request, PAGE("intakes"), context)


@get_or_post
@staff_may("decide_application")
def new_intake(request):
    cohorts = queries.cohorts_without_intake(at=now())
    form = NewIntakeForm(request.POST if request.method == "POST" else None, cohorts=cohorts)
    if form.is_bound and form.is_valid() and _set(request, form, form.cleaned_data["cohort"]):
        return redirect("admissions_pipeline", form.cleaned_data["cohort"].code)
    context = {"form": form, "cohort": None}
    return render(request, PAGE("intake"), context, status=422 if form.is_bound else 200)


@get_or_post
@staff_may("decide_application")
def edit_intake(request, code):
    intake = _intake(code)
    form = IntakeForm(request.POST if request.method == "POST" else None, intake=intake)
    if form.is_bound and form.is_valid() and _set(request, form, intake.cohort):
        return redirect("admissions_pipeline", code)
    context = {"form": form, "cohort": intake.cohort}
    return render(request, PAGE("intake"), context, status=422 if form.is_bound else 200)


@require_safe
@staff_may("read_application")
def pipeline(request, code):
    intake = _intake(code)
    filters = PipelineFilter(request.GET)
    asked = filters.cleaned_data if filters.is_valid() else {}
    page = Paginator(queries.pipeline(intake, viewer=request.user, **asked), ROWS).get_page(
        request.GET.get("page")
    )
    context = {
        "intake": intake,
        "filters": filters,
        **{name: asked.get(name, "") for name in ("state", "order")},
        "filtered": any(value for name, value in asked.items() if name not in ("state", "order")),
        "page_obj": page,
        "lines": queries.lines(page, viewer=request.user),
    }
    return render(request, PAGE("pipeline"), context | queries.overview(intake))


@require_safe
@staff_may("decide_application")
def review_next(request, code):
    application = queries.next_to_read(_intake(code), viewer=request.user)
    if application is None:
        messages.success(request, _("You have read everything that was sent."))
        return redirect("admissions_pipeline", code)
    return redirect("application_record", code, application.reference)


@require_safe
@staff_may("read_application")
def record(request, code, reference):
    application = _application(code, reference)
    looked(request, application.user_id, What.APPLICATION, about=reference, action="read_application")
    return _record(request, application)


@staff_may("decide_application")
@posted_from_the_record
def save_scores(request, application):
    form = ScoreForm(request.POST)
    if not form.is_valid():
        return _record(request, application, score_form=form)
    return _done(request, application, reviewing.score, form.cleaned_data, told=_("Your scores are saved."))


@staff_may("decide_application")
@posted_from_the_record
def conflict(request, application):
    form = ConflictForm(request.POST)
    if not form.is_valid():
        return _record(request, application, conflict_form=form)
    told = _("Your conflict of interest is noted. Colleagues read and decide this application.")
    return _done(
        request, application, reviewing.declare_conflict, told=told, reason=form.cleaned_data["reason"]
    )


@staff_may("read_application")
@posted_from_the_record
def identity(request, application):
    told = _("The identity is verified and the document is deleted.")
    return _done(request, application, reviewing.verify_identity, told=told)


@get_or_post
@staff_may("decide_application")
def decide(request, code, reference, outcome):
    if outcome not in Decision.Outcome.values:
        raise Http404(outcome)
    application = _application(code, reference)
    if request.method == "POST":
        return _decide(request, application, outcome)
    if outcome not in deciding.possible_outcomes(application):
        messages.error(request, _("This cannot be decided now. The page shows what can."))
        return redirect("application_record", code, reference)
    letter = letter_for(application, outcome, at=now())
    return _decision_page(request, application, outcome, DecisionForm(initial={"letter": letter}))


@require_safe
@staff_may("read_application")
def document(request, code, reference, key):
    """The right of row 27: who reads an application reads what belongs to it. Each opening stands in the log."""
    application = _application(code, reference)
    found = get_object_or_404(application.documents.select_related("application"), stored_name=key)
    response = document_response(found)
    looked(request, application.user_id, What.DOCUMENT, about=reference, action="read_application")
    log(
        instance=application,
        action="campus.document_opened",
        user=request.user,
        title=reference,
        data={"document": found.pk, "kind": found.kind, "sha256": found.sha256},
    )
    return response


def _intake(code: str) -> Intake:
    return get_object_or_404(Intake.objects.select_related("cohort"), cohort__code=code)


def _application(code: str, reference: str) -> Application:
    """One of this very intake that was sent; a draft is nobody's but the applicant's."""
    rows = Application.objects.select_related("intake__cohort", "user").exclude(submitted_at=None)
    return get_object_or_404(rows, reference=reference, intake__cohort__code=code)


def _set(request, form, cohort) -> bool:
    try:
        opening.set_intake(cohort, **form.values, by=request.user, at=now())
    except RuleError as refusal:
        form.add_error("closes_on", str(refusal))
        return False
    messages.success(request, _("The intake is saved."))
    return True


def _done(request, application, rule, *values, told, **options):
    """Carry out the rule, say what became of it, go back to the record."""
    try:
        rule(application, *values, by=request.user, at=now(), **options)
    except RuleError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, told)
    return redirect("application_record", application.intake.cohort.code, application.reference)


def _decide(request, application, outcome):
    form = DecisionForm(request.POST)
    if form.is_valid():
        try:
            deciding.decide(application, outcome, **form.cleaned_data, by=request.user, at=now())
        except RuleError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The decision is made and the letter is on its way."))
            return redirect("application_record", application.intake.cohort.code, application.reference)
    application.refresh_from_db()
    return _decision_page(request, application, outcome, form)


def _decision_page(request, application, outcome, form):
    context = {
        "application": application,
        "cohort": application.intake.cohort,
        "outcome": Decision.Outcome(outcome),
        "form": form,
        "places": queries.places(application.intake),
        "may_wait": Decision.Outcome.WAITLIST in deciding.possible_outcomes(application),
        "on_file": queries.on_file_places(application.intake) if application.is_on_file else None,
    }
    return render(request, PAGE("decide"), context, status=422 if form.is_bound else 200)


def _record(request, application, **forms):
    context = record_context(application, viewer=request.user, **forms)
    return render(request, PAGE("record"), context, status=422 if forms else 200)
