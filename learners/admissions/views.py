"""The applicant's pages: before the start, task list, documents, check and send, status, answer to an offer."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from content.base.errors import RuleError
from content.base.uploads import EXTENSIONS
from learners.admissions import applying, deciding, storing
from learners.admissions.checking import summary
from learners.admissions.doors import own_application, while_filling_in
from learners.admissions.following import is_undecided, stages, step_in_words, what_happens_next
from learners.admissions.forms import FORMS, DocumentForm, SendForm
from learners.admissions.models import Application, Document, Intake
from learners.admissions.queries import applications_of, is_full, next_intake, open_intake
from learners.admissions.stating import Deed, can
from learners.admissions.tasklist import (
    TITLES,
    Task,
    doubts,
    missing_documents,
    required_documents,
    task_list,
)
from learners.enrolment.doors import get_or_post

PAGE = "learners/admissions/{}.html".format


@require_safe
@login_required
def home(request):
    own = applications_of(request.user)
    if len(own) == 1:
        return redirect("application", own[0].reference)
    context = {"applications": own, "intake": open_intake(at=now()), "next_intake": next_intake(at=now())}
    return render(request, PAGE("home"), context)


@require_safe
def before(request, code):
    intake = get_object_or_404(Intake.objects.select_related("cohort"), cohort__code=code)
    own = request.user.is_authenticated and next(
        (each for each in applications_of(request.user) if each.intake_id == intake.pk), None
    )
    is_open = intake.opens_at <= now() < intake.closes_at
    context = {"intake": intake, "is_open": is_open, "own": own, "opens_later": now() < intake.opens_at}
    return render(request, PAGE("before"), context | {"is_full": is_open and is_full(intake)})


@get_or_post
@login_required
def start(request, code):
    intake = get_object_or_404(Intake.objects.select_related("cohort"), cohort__code=code)
    if request.method != "POST":  # just signed in: asking changes nothing, so one button is needed
        return render(request, PAGE("begin"), {"intake": intake, "is_full": is_full(intake)})
    try:
        application = applying.start_application(request.user, intake, at=now())
    except RuleError as refusal:
        messages.error(request, str(refusal))
        return redirect("apply_before", code)
    return redirect("application", application.reference)


@require_safe
@own_application
def status(request, application):
    if application.state == Application.State.DRAFT:
        return redirect("application_tasks", application.reference)
    changes = application.changes.order_by("-at", "-pk")
    context = {
        "application": application,
        "next": what_happens_next(application),
        "is_full": is_undecided(application) and is_full(application.intake),
        "stages": stages(application),
        "history": [(step_in_words(change), change.at) for change in changes],
        "letter": application.decisions.order_by("-at", "-pk").first(),
        "may_withdraw": can(application, Deed.WITHDRAW) and not can(application, Deed.ACCEPT_OFFER),
    }
    return render(request, PAGE("status"), context)


@require_safe
@own_application
def sent(request, application):
    if application.submitted_at is None:
        raise Http404(application.reference)
    context = {"application": application, "next": what_happens_next(application)}
    return render(request, PAGE("sent"), context)


@require_safe
@while_filling_in
def tasks(request, application):
    tasks = task_list(application, _documents(application))
    context = {
        "application": application,
        "tasks": tasks,
        "next_task": next((each for each in tasks if not each.done), None),
        "done": sum(each.done for each in tasks),
    }
    return render(request, PAGE("tasks"), context)


@get_or_post
@while_filling_in
def task(request, application, key):
    form_class = _form_of(key)
    later = "later" in request.POST
    posted = request.POST if request.method == "POST" else None
    form = form_class(posted, instance=application, complete=not later)
    if form.is_bound and form.is_valid():
        applying.save_task(application, Task(key), form.cleaned_data, at=now())
        back = "application_check" if request.GET.get("to") == "check" else "application_tasks"
        return redirect(back, application.reference)
    context = {"application": application, "form": form, "title": TITLES[Task(key)]}
    return render(request, PAGE("task"), context, status=422 if form.is_bound else 200)


@get_or_post
@while_filling_in
def documents(request, application):
    if request.method == "POST":
        return _upload(request, application)
    return _documents_page(request, application, None)


@require_safe
@own_application
def document(request, application, key):
    return document_response(get_object_or_404(application.documents, stored_name=key))


@require_POST
@while_filling_in
def remove_document(request, application, key):
    found = get_object_or_404(application.documents.select_related("application"), stored_name=key)
    applying.remove_document(found, by=request.user, at=now())
    messages.success(request, _("The file is removed."))
    return redirect("application_documents", application.reference)


@get_or_post
@while_filling_in
def check(request, application):
    form = SendForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            applying.submit_application(application, consent=True, at=now())
        except RuleError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("application_sent", application.reference)
    context = _checked(application) | {"form": form}
    return render(request, PAGE("check"), context, status=422 if form.is_bound else 200)


@require_POST
@own_application
def accept(request, application):
    try:
        deciding.accept_offer(application, at=now())
    except RuleError as refusal:
        messages.error(request, str(refusal))
    return redirect("application", application.reference)


@get_or_post
@own_application
def decline(request, application):
    return _confirm(request, application, Deed.DECLINE_OFFER, deciding.decline_offer, "decline")


@get_or_post
@own_application
def withdraw(request, application):
    return _confirm(request, application, Deed.WITHDRAW, deciding.withdraw, "withdraw")


def document_response(document: Document) -> HttpResponse:
    """Handed over to be saved, never shown by the site: whatever is inside runs nowhere."""
    data = None if document.deleted_at else storing.read(document.stored_name)
    if data is None:
        raise Http404(document.pk)
    name = f"{document.application.reference}-{document.kind}.{EXTENSIONS[document.content_type]}"
    response = HttpResponse(data, content_type=document.content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _form_of(key: str):
    try:
        return FORMS[Task(key)]
    except (KeyError, ValueError):
        raise Http404(key) from None


def _confirm(request, application, deed, rule, page):
    """What cannot be undone is asked once more."""
    if request.method == "POST":
        try:
            rule(application, at=now())
        except RuleError as refusal:
            messages.error(request, str(refusal))
        return redirect("application", application.reference)
    if not can(application, deed):
        return redirect("application", application.reference)
    return render(request, PAGE(page), {"application": application})


def _upload(request, application):
    form = DocumentForm(request.POST, request.FILES)
    if not form.is_valid():
        return _documents_page(request, application, form)
    kind, file = form.cleaned_data["kind"], form.cleaned_data["file"]
    try:
        applying.attach_document(application, kind=kind, name=file.name, data=file.read(), at=now())
    except RuleError as refusal:
        form.add_error("file", str(refusal))
        return _documents_page(request, application, form)
    messages.success(request, _("%s is added.") % Document.Kind(kind).label)
    return redirect("application_documents", application.reference)


def _documents_page(request, application, form):
    present = _documents(application)
    missing = missing_documents(application, [each.kind for each in present])
    context = {
        "application": application,
        "form": form or DocumentForm(initial={"kind": missing[0] if missing else None}),
        "documents": present,
        "missing": [Document.Kind(kind).label for kind in missing],
        "required": required_documents(application),
    }
    return render(request, PAGE("documents"), context, status=422 if form else 200)


def _documents(application) -> list[Document]:
    return list(application.documents.filter(deleted_at=None).order_by("kind", "pk"))


def _checked(application) -> dict:
    present = _documents(application)
    open_tasks = [each for each in task_list(application, present) if not each.done]
    return {
        "application": application,
        "groups": summary(application),
        "documents": present,
        "open_tasks": open_tasks,
        "doubts": doubts(application),
    }
