"""The marking desk: the queue, and one work on one page."""

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.staff.doors import posted_from
from cms.staff.marking.doors import marker, on_work
from cms.staff.marking.forms import CommentForm, NoteForm, VerdictForm, mark_form
from cms.staff.marking.showing import comparison, queue_of, screen_of
from content.base.errors import RuleError
from courses.cohorts.roles import marking_scope
from learners.enrolment.doors import get_or_post
from learners.submissions import commenting, marking, moderating
from learners.submissions.calibrating import NotCalibrated
from learners.submissions.models import Discussion
from learners.submissions.views import file_response

PAGE = "cms/staff/marking/{}.html".format
KEYS_COOKIE = "marking-keys"


@require_safe
@marker
def queue(request):
    shown = queue_of(marking_scope(request.user), request.user, at=now())
    return render(request, PAGE("queue"), {"queue": shown, "comments": commenting.comments_of(request.user)})


@posted_from("marking")
@marker
def mark_next(request):
    return _to_next(request)


def _to_next(request):
    try:
        mark = marking.claim_next(marking_scope(request.user), by=request.user, at=now())
    except NotCalibrated as refusal:
        messages.warning(request, str(refusal))
        return redirect("calibration", refusal.cohort.code, refusal.planned.code)
    if mark is None:
        messages.info(request, _("Nothing waits for you."))
        return redirect("marking")
    return redirect("marking_work", mark.work.code)


@require_safe
@on_work
def work(request, standing, scope):
    return _screen(request, standing)


@posted_from("marking_work", "code")
@on_work
def take(request, standing, scope):
    try:
        marking.claim(standing, by=request.user, at=now())
    except NotCalibrated as refusal:
        messages.warning(request, str(refusal))
        return redirect("calibration", refusal.cohort.code, refusal.planned.code)
    except RuleError as error:
        messages.error(request, str(error))
    return redirect("marking_work", standing.work.code)


@posted_from("marking_work", "code")
@on_work
def put_back(request, standing, scope):
    marking.give_back(standing, by=request.user, at=now())
    messages.success(request, _("The work is back in the queue. What you wrote is kept."))
    return redirect("marking")


@posted_from("marking_work", "code")
@on_work
def save(request, standing, scope):
    mark = _mark_to_save(request, standing)
    form = mark_form(standing.rules.criteria, mark, request.POST)
    if not form.is_valid():
        return _not_saved(request, standing, form)
    deed = request.POST.get("deed", "")
    rule = marking.complete_mark if deed in ("save", "next") else marking.save_mark
    numbers = {"sequence": form.cleaned_data["sequence"], "over": form.cleaned_data["over"]}
    try:
        saved = rule(standing, mark.role, form.judgement(), by=request.user, at=now(), **numbers)
    except marking.SavedByColleague as conflict:
        return _conflict(request, standing, form, conflict)
    except RuleError as error:
        form.add_error(None, str(error))
        return _not_saved(request, standing, form)
    return _saved(request, standing, saved, deed)


@require_safe
@on_work
def file(request, standing, scope, file_id):
    found = standing.submission.files.filter(pk=file_id).first()
    if found is None:
        raise Http404(file_id)
    hidden = standing.rules.anonymous and not standing.work.released_at
    name = found.plain_name if hidden else found.stored_name
    place = list(standing.submission.files.order_by("pk").values_list("pk", flat=True)).index(found.pk) + 1
    return file_response(name, found.content_type, f"{standing.work.code}-{place}")


@posted_from("marking_work", "code")
@on_work
def discuss(request, standing, scope):
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _screen(request, standing, note_form=form, status=422)
    try:
        marking.note_discussion(standing, note=form.cleaned_data["note"], by=request.user, at=now())
    except RuleError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The note is kept. A third marker can mark the work now."))
    return redirect("marking_work", standing.work.code)


@posted_from("marking_work", "code")
@on_work
def give_verdict(request, standing, scope):
    form = VerdictForm(request.POST)
    if not form.is_valid():
        return _screen(request, standing, verdict_form=form, status=422)
    told = {"verdict": form.cleaned_data["verdict"], "note": form.cleaned_data["verdict_note"]}
    try:
        moderating.moderate(standing, **told, by=request.user, at=now())
    except RuleError as error:
        form.add_error("verdict_note", str(error))
        return _screen(request, standing, verdict_form=form, status=422)
    messages.success(request, _("Your verdict is kept."))
    return _next_to_read(request, scope)


def _next_to_read(request, scope):
    waiting = moderating.to_moderate(marking.marking_queue(scope, request.user.pk, at=now()), request.user.pk)
    return redirect("marking_work", waiting[0].code) if waiting else redirect("marking")


@posted_from("marking")
@marker
def add_comment(request):
    form = CommentForm(request.POST)
    if form.is_valid():
        commenting.keep_comment(form.cleaned_data["comment"], by=request.user)
        messages.success(request, _("The comment is kept."))
    else:
        messages.error(request, " ".join(str(error) for error in form.errors["comment"]))
    return redirect("marking")


@posted_from("marking")
@marker
def remove_comment(request, comment_id):
    commenting.drop_comment(comment_id, by=request.user)
    return redirect("marking")


@get_or_post
@marker
def switch_keys(request):
    response = redirect("marking")
    if request.method == "POST":
        on = request.POST.get("keys") == "on"
        response.set_cookie(
            KEYS_COOKIE, "on" if on else "off", max_age=31_536_000, httponly=True, samesite="Lax"
        )
    return response


def _screen(request, standing, *, form=None, note_form=None, verdict_form=None, status=200):
    at = now()
    discussions = (
        list(Discussion.objects.filter(work=standing.work).select_related("by")) if standing.apart else []
    )
    screen = screen_of(standing, request.user, discussed=bool(discussions), at=at)
    context = {
        "screen": screen,
        "form": form or _fresh_form(screen),
        "note_form": note_form or NoteForm(),
        "verdict_form": verdict_form or VerdictForm(),
        "discussions": discussions,
        "keys": request.COOKIES.get(KEYS_COOKIE) != "off",
    }
    return render(request, PAGE("work"), context, status=status)


def _fresh_form(screen):
    if screen.mark is None or not screen.editable:
        return None
    return mark_form(screen.standing.rules.criteria, screen.mark)


def _mark_to_save(request, standing):
    """The own mark, or the one of the role that the page was made for, if a colleague has it now."""
    own = next((mark for mark in standing.marks.values() if mark.marker_id == request.user.pk), None)
    mark = own or standing.marks.get(request.POST.get("role", ""))
    if mark is None:
        raise Http404(standing.work.code)
    return mark


def _not_saved(request, standing, form):
    if _wants_json(request):
        errors = [text for texts in form.errors.values() for text in texts]
        return JsonResponse({"saved": False, "message": " ".join(errors)}, status=409)
    return _screen(request, standing, form=form, status=422)


def _conflict(request, standing, form, conflict):
    if _wants_json(request):
        return JsonResponse({"saved": False, "message": str(conflict)}, status=409)
    rows = comparison(standing, conflict.mark, form.judgement())
    context = {"standing": standing, "form": form, "comparison": rows, "conflict": conflict}
    return render(request, PAGE("conflict"), context, status=409)


def _saved(request, standing, mark, deed):
    if _wants_json(request):
        message = _("Saved at %s") % mark.saved_at.strftime("%H:%M UTC")
        return JsonResponse({"saved": True, "message": message, "sequence": mark.version})
    if deed == "next":
        messages.success(request, _("Marked with %s.") % mark.mark)
        return _to_next(request)
    if deed == "save":
        messages.success(request, _("Marked with %s.") % mark.mark)
        return redirect("marking")
    messages.success(request, _("Your draft is saved."))
    return redirect("marking_work", standing.work.code)


def _wants_json(request) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")
