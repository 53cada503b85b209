"""The pages of a quiz: start, questions, check, submit, review."""

from dataclasses import dataclass
from functools import wraps

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from content.base.errors import RuleError
from courses.programme.models import Activity
from learners.attempts import taking
from learners.attempts.asking import saved_in_words, sheet_of
from learners.attempts.briefing import briefing_of
from learners.attempts.forms import read_answers
from learners.attempts.queries import attempt_to_answer, attempts_at, item_to_answer, items_of
from learners.attempts.reviewing import review_of
from learners.attempts.tokens import attempt_in
from learners.enrolment.access import zone_of
from learners.enrolment.doors import enrolled, planned_or_404


@dataclass(frozen=True)
class Saving:
    """What became of the posted answers, and where the learner is."""

    saved: list[taking.Saved]
    zone: str

    @property
    def older(self) -> taking.Saved | None:
        """One that was not kept, because a newer answer was there."""
        return next((saved for saved in self.saved if not saved.kept), None)


def drawn_or_404(enrolment, code):
    planned = planned_or_404(enrolment, code)
    if planned.kind not in (Activity.Kind.QUIZ, Activity.Kind.EXAM):
        raise Http404(code)
    return planned


def of_attempt(view):
    """Call view(request, planned, attempt) with an own attempt at a quiz of the own edition; otherwise 404."""

    @enrolled
    @wraps(view)
    def door(request, enrolment, code, number, **kwargs):
        planned = drawn_or_404(enrolment, code)
        attempt = attempts_at(enrolment, planned.activity_id).filter(number=number).first()
        if attempt is None:
            raise Http404(code)
        attempt.enrolment = enrolment  # with cohort and profile, read by the door
        return view(request, planned, attempt, **kwargs)

    return door


def while_open(view):
    """A submitted attempt has its review instead; one whose time is over, a page that says so."""

    @of_attempt
    @wraps(view)
    def door(request, planned, attempt, **kwargs):
        if attempt.submitted_at:
            return redirect("attempt_review", planned.code, attempt.number)
        at = now()
        sheet = sheet_of(attempt, items_of(attempt), at=at)
        if at > attempt.deadline_at:
            return render(request, "learners/attempts/over.html", {"planned": planned, "sheet": sheet})
        return view(request, planned, attempt, sheet, **kwargs)

    return door


def quiz_start(request, enrolment, planned):
    attempts = list(attempts_at(enrolment, planned.activity_id))
    briefing = briefing_of(enrolment, planned, attempts=attempts, at=now())
    return render(request, "learners/attempts/start.html", {"planned": planned, "briefing": briefing})


@enrolled
def start(request, enrolment, code):
    planned = drawn_or_404(enrolment, code)
    if request.method != "POST":  # somebody who signed in on the way
        return redirect("activity", code)
    at = now()
    try:
        attempt = taking.start_attempt(enrolment, planned, at=at)
    except RuleError as error:
        messages.error(request, str(error))
        return redirect("activity", code)
    if attempt.submitted_at:
        return redirect("attempt_review", code, attempt.number)
    place = 1 if attempt.started_at == at else sheet_of(attempt, items_of(attempt), at=at).first_open
    return redirect("attempt_question", code, attempt.number, place)


@require_safe
@while_open
def whole_sheet(request, planned, attempt, sheet):
    return render(request, "learners/attempts/sheet.html", {"planned": planned, "sheet": sheet})


@require_safe
@while_open
def question(request, planned, attempt, sheet, order):
    shown = sheet.question(order)
    if shown is None:
        raise Http404(order)
    context = {
        "planned": planned,
        "sheet": sheet,
        "question": shown,
        "before": order - 1,
        "after": order + 1 if sheet.question(order + 1) else "check",
        "missing": "missing" in request.GET and not shown.answered,
    }
    return render(request, "learners/attempts/question.html", context)


@require_safe
@while_open
def check(request, planned, attempt, sheet):
    return render(request, "learners/attempts/check.html", {"planned": planned, "sheet": sheet})


@of_attempt
def submit(request, planned, attempt):
    if request.method != "POST":
        return redirect("attempt_check", planned.code, attempt.number)
    taking.submit_attempt(attempt, by=request.user, at=now())
    return redirect("attempt_review", planned.code, attempt.number)


@require_safe
@of_attempt
def review(request, planned, attempt):
    if not attempt.submitted_at:
        return redirect("attempt_check", planned.code, attempt.number)
    attempts = list(attempts_at(attempt.enrolment, planned.activity_id))
    shown = review_of(attempt.enrolment, planned, attempt, attempts=attempts, at=now())
    return render(request, "learners/attempts/review.html", {"planned": planned, "review": shown})


def save(request, code, number):
    """The busiest address. It stands outside the doors: one query finds the answer's row and asks whose it is."""
    if request.method != "POST":
        return redirect("attempt", code, number)
    if not request.user.is_authenticated:
        return _signed_out(request, code, number)
    try:
        saving = _save(request, code, number, read_answers(request.POST))
    except RuleError as error:
        return _refused(request, code, number, error)
    if saving is None:
        return _unknown(request, code)
    return _told(saving) if _wants_json(request) else _sent_on(request, code, number, saving)


def _save(request, code, number, answers) -> Saving | None:
    """None when the page was made for another learner or another attempt, or the place is not active."""
    at, user = now(), request.user
    attempt_id = attempt_in(request.POST.get("attempt", ""), user=user)
    if attempt_id is None:
        return None
    if len(answers) == 1:
        item = item_to_answer(user, attempt_id, code=code, number=number, order=answers[0].order)
        if item is None:
            return None
        return Saving([taking.save_response(item, answers[0], at=at)], zone_of(item.attempt.enrolment))
    attempt = attempt_to_answer(user, attempt_id, code=code, number=number)
    if attempt is None:
        return None
    return Saving(taking.save_sheet(attempt, answers, at=at), zone_of(attempt.enrolment))


def _wants_json(request) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def _signed_out(request, code, number):
    text = _("You were signed out. The answers saved until now are kept. Sign in to continue.")
    if _wants_json(request):
        return JsonResponse({"saved": False, "message": text}, status=403)
    messages.warning(request, text)
    return redirect_to_login(reverse("attempt", args=[code, number]))


def _unknown(request, code):
    if not _wants_json(request):
        raise Http404(code)
    text = _("This page does not belong to an open attempt of yours. Load it again.")
    return JsonResponse({"saved": False, "message": text}, status=404)


def _refused(request, code, number, error):
    if _wants_json(request):
        over = isinstance(error, taking.TimeIsUp | taking.AlreadySubmitted)
        return JsonResponse({"saved": False, "message": str(error), "over": over}, status=409)
    messages.error(request, str(error))
    return redirect("attempt_check", code, number)


def _told(saving):
    last = saving.older or saving.saved[-1]
    told = {"saved": last.kept, "message": saved_in_words(last, zone=saving.zone), "sequence": last.sequence}
    if last.kept:
        return JsonResponse(told)
    return JsonResponse(told | {"stored": _fields(last)}, status=409)


def _fields(saved) -> list[tuple[str, str]]:
    """What the form would send if it showed the stored answer."""
    flag = [(f"flagged-{saved.order}", "on")] if saved.flagged else []
    return [(f"answer-{saved.order}", sent) for sent in saved.sent] + flag


def _sent_on(request, code, number, saving):
    """To the page that the button names; back to the question that was answered elsewhere or has no answer."""
    go = request.POST.get("go", "")
    last = saving.saved[-1]
    alone = len(saving.saved) == 1
    if saving.older:
        messages.warning(request, saved_in_words(saving.older, zone=saving.zone))
        return redirect("attempt_question", code, number, saving.older.order)
    if alone and not (last.answered or last.flagged) and _is_forward(go, last.order):
        return redirect(reverse("attempt_question", args=[code, number, last.order]) + "?missing=1")
    if go.isascii() and go.isdecimal():
        return redirect("attempt_question", code, number, int(go))
    return redirect("attempt_check", code, number)


def _is_forward(go: str, order: int) -> bool:
    return not (go.isascii() and go.isdecimal()) or int(go) > order
