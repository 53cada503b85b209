"""The learner's pages of written work: draft, check, receipt."""

from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from content.base.errors import RuleError
from courses.programme.models import Activity
from learners.enrolment.access import NotOpen, require_open, words, zone_of
from learners.enrolment.doors import enrolled, get_or_post, planned_or_404
from learners.submissions import handing_in
from learners.submissions.briefing import briefing_of
from learners.submissions.checking import check_of
from learners.submissions.feedback import feedback_on, write_next_step
from learners.submissions.forms import NextStepForm, WorkForm, initial_of
from learners.submissions.inspecting import EXTENSIONS
from learners.submissions.models import WorkFile
from learners.submissions.queries import last_released

KINDS = (Activity.Kind.ASSIGNMENT, Activity.Kind.JOURNAL, Activity.Kind.TASK)
PAGE = "learners/submissions/{}.html".format


def of_work(view):
    """Call view(request, enrolment, planned) for written work of the own edition that is open; otherwise 404 or the date."""

    @enrolled
    @wraps(view)
    def door(request, enrolment, code, **kwargs):
        planned = planned_or_404(enrolment, code)
        if planned.kind not in KINDS:
            raise Http404(code)
        try:
            require_open(enrolment, planned, at=now())
        except NotOpen as refusal:
            return _not_open(request, planned, refusal)
        return view(request, enrolment, planned, **kwargs)

    return door


def work_page(request, enrolment, planned):
    try:
        require_open(enrolment, planned, at=now())
    except NotOpen as refusal:
        return _not_open(request, planned, refusal)
    return _page(request, enrolment, planned)


@get_or_post
@of_work
def save(request, enrolment, planned):
    if request.method != "POST":  # somebody who signed in on the way
        return redirect("activity", planned.code)
    briefing = briefing_of(enrolment, planned, at=now())
    form = WorkForm(request.POST, request.FILES, rules=briefing.rules)
    if not form.is_valid():
        return _refused(request, enrolment, planned, form)
    try:
        saved = handing_in.save_draft(enrolment, planned, form.written(), at=now())
    except RuleError as error:
        form.add_error(None, str(error))
        return _refused(request, enrolment, planned, form)
    return _saved(request, enrolment, planned, form, saved)


@get_or_post
@of_work
def remove_file(request, enrolment, planned, file_id):
    file = _own_file(enrolment, planned, file_id)
    if request.method == "POST":
        try:
            handing_in.remove_file(enrolment, planned, file, at=now())
        except RuleError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The file is removed."))
    return redirect("activity", planned.code)


@require_safe
@of_work
def file(request, enrolment, planned, file_id):
    found = _own_file(enrolment, planned, file_id)
    return file_response(found.stored_name, found.content_type, f"{planned.code}-{found.pk}")


@get_or_post
@of_work
def check(request, enrolment, planned):
    at = now()
    checked = check_of(enrolment, planned, at=at)
    if request.method == "POST":
        try:
            sequence = int(request.POST.get("sequence", "")[:10] or 0)
            submission = handing_in.hand_in(enrolment, planned, sequence=sequence, at=at)
        except (RuleError, ValueError) as error:
            messages.error(
                request, str(error) if isinstance(error, RuleError) else _("Check the work again.")
            )
            return redirect("work_check", planned.code)
        return redirect("work_receipt", planned.code, submission.number)
    return render(request, PAGE("check"), {"planned": planned, "check": checked})


@require_safe
@of_work
def receipt(request, enrolment, planned, number):
    briefing = briefing_of(enrolment, planned, at=now())
    submission = next((each for each in briefing.versions if each.number == number), None)
    if submission is None:
        raise Http404(number)
    context = {"planned": planned, "briefing": briefing, "submission": submission, "zone": zone_of(enrolment)}
    return render(request, PAGE("receipt"), context)


@get_or_post
@of_work
def feedback(request, enrolment, planned):
    work = last_released(enrolment, planned.activity_id)
    found = feedback_on(enrolment, work)
    if work is None or found is None:
        return redirect("activity", planned.code)
    form = NextStepForm(request.POST or None, initial={"text": found.next_step})
    if request.method == "POST" and form.is_valid():
        write_next_step(work, text=form.cleaned_data["text"], at=now())
        messages.success(request, _("Your next step is kept. It stands beside your next work."))
        return redirect("work_feedback", planned.code)
    context = {"planned": planned, "feedback": found, "form": form}
    return render(request, PAGE("feedback"), context, status=422 if form.errors else 200)


def file_response(stored_name: str, content_type: str, name: str) -> HttpResponse:
    """Handed over to be saved, never shown by the site: whatever is inside runs nowhere."""
    data = handing_in.FOLDER.read(stored_name)
    if data is None:
        raise Http404(name)
    response = HttpResponse(data, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}.{EXTENSIONS[content_type]}"'
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _own_file(enrolment, planned, file_id):
    own = WorkFile.objects.filter(work__enrolment=enrolment, work__activity=planned.activity_id)
    return get_object_or_404(own, pk=file_id)


def _not_open(request, planned, refusal):
    context = {"planned": planned, "refusal": refusal}
    return render(request, "learners/progress/not_open.html", context, status=403)


def _page(request, enrolment, planned, form=None, unsaved="", status=200):
    briefing = briefing_of(enrolment, planned, at=now())
    context = {
        "planned": planned,
        "briefing": briefing,
        "form": form or WorkForm(initial=initial_of(briefing.draft), rules=briefing.rules),
        "unsaved": unsaved,
        "zone": zone_of(enrolment),
    }
    return render(request, PAGE("work"), context, status=status)


def _refused(request, enrolment, planned, form):
    """Whatever was typed stays in the form."""
    if _wants_json(request):
        errors = [text for texts in form.errors.values() for text in texts]
        return JsonResponse({"saved": False, "message": " ".join(errors)}, status=409)
    return _page(request, enrolment, planned, form, status=422)


def _saved(request, enrolment, planned, form, saved):
    zone = zone_of(enrolment)
    if _wants_json(request):
        message = _saved_in_words(saved, zone)
        told = {"saved": saved.kept, "message": message, "sequence": saved.draft.sequence}
        return JsonResponse(told, status=200 if saved.kept else 409)
    if not saved.kept:
        messages.warning(request, _saved_in_words(saved, zone))
        return _page(request, enrolment, planned, unsaved=form.cleaned_data.get("text", ""), status=409)
    return _with_files(request, enrolment, planned, form)


def _with_files(request, enrolment, planned, form):
    try:
        for upload in form.cleaned_data.get("uploads", []):
            handing_in.attach_file(enrolment, planned, name=upload.name, data=upload.read(), at=now())
    except RuleError as error:  # the text is saved; the file is not
        messages.error(request, str(error))
        return _page(request, enrolment, planned, status=422)
    if request.POST.get("go") == "check":
        return redirect("work_check", planned.code)
    messages.success(request, _("Your draft is saved. It is not handed in yet."))
    return redirect("activity", planned.code)


def _saved_in_words(saved, zone: str) -> str:
    moment = words(saved.draft.saved_at, zone, day="j F")
    if saved.kept:
        return _("Saved %s") % moment
    return _("A newer text was saved in another window on %s. It is kept. What you sent now is not.") % moment


def _wants_json(request) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")
