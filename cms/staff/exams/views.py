"""Marking the written answers of exams: one answer after the other to the same question, without names."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.log_actions import log

from cms.staff.doors import posted_from
from cms.staff.exams.forms import AcceptForm, MarkForm
from cms.staff.exams.showing import ACTION, desk_of, next_waiting, pile_or_404, shown_late
from cms.staff.learners.doors import staff_with
from cms.staff.looks import What, looked
from courses.cohorts.roles import marking_scope
from learners.attempts.lateness import UnableToAccept, accept_late
from learners.attempts.marking import UnableToMark, mark_item
from learners.attempts.moderating import look_again_in
from learners.attempts.queries import late_answers, marking_piles
from learners.enrolment.doors import get_or_post


@require_safe
@staff_with(ACTION)
def piles(request):
    scope = marking_scope(request.user)
    context = {
        "piles": marking_piles(scope, reader=request.user),
        "again": look_again_in(scope, reader=request.user),
        "late_count": late_answers(scope, reader=request.user).count(),
    }
    return render(request, "cms/staff/exams/piles.html", context)


@require_safe
@staff_with(ACTION)
def pile(request, **pile):
    """To the first answer of the pile that waits."""
    waiting = next_waiting(pile_or_404(request.user, **pile))
    if waiting is None:
        messages.success(request, _("All answers to this question are marked."))
        return redirect("exam_piles")
    return redirect("exam_answer", **pile, item_id=waiting)


@get_or_post
@staff_with(ACTION)
def answer(request, item_id, **pile):
    desk = desk_of(pile_or_404(request.user, **pile), item_id)
    if request.method != "POST":
        looked(request, desk.item.attempt.enrolment.user_id, What.ANSWERS, about=pile.get("code", ""))
        initial = {"points": desk.item.points, "feedback": desk.item.feedback, "seen": desk.stamp}
        return _desk(request, desk, MarkForm(initial=initial), pile)
    form = MarkForm(request.POST)
    if form.is_valid() and _marked(request, desk, form):
        following = next_waiting(pile_or_404(request.user, **pile), after=item_id)
        return redirect("exam_answer", **pile, item_id=following) if following else redirect("exam_piles")
    return _desk(request, desk, form, pile, status=422)


def _desk(request, desk, form, pile, *, status=200):
    context = {"desk": desk, "form": form, **pile}
    return render(request, "cms/staff/exams/answer.html", context, status=status)


def _marked(request, desk, form) -> bool:
    data = form.cleaned_data
    try:
        mark_item(
            desk.item,
            points=data["points"],
            feedback=data["feedback"],
            seen=data["seen"],
            by=request.user,
            at=now(),
        )
    except UnableToMark as refusal:
        form.add_error("points", str(refusal))
        return False
    messages.success(request, _("Mark saved."))
    return True


@require_safe
@staff_with(ACTION)
def late(request):
    return _late(request)


def _late(request, form=None, refused=None):
    rows = late_answers(marking_scope(request.user), reader=request.user)[:100]
    context = {"rows": [shown_late(row) for row in rows], "form": form or AcceptForm(), "refused": refused}
    return render(request, "cms/staff/exams/late.html", context, status=422 if refused else 200)


@posted_from("late_answers")
@staff_with(ACTION)
def accept(request, late_id):
    row = late_answers(marking_scope(request.user), reader=request.user).filter(pk=late_id).first()
    if row is None:
        raise Http404(late_id)
    form = AcceptForm(request.POST)
    if form.is_valid() and _accepted(request, row, form):
        return redirect("late_answers")
    return _late(request, form=form, refused=row)


def _accepted(request, row, form) -> bool:
    try:
        accept_late(row, reason=form.cleaned_data["reason"], by=request.user, at=now())
    except UnableToAccept as refusal:
        form.add_error("reason", str(refusal))
        return False
    log(instance=row.item.attempt.enrolment, action="campus.late_answer_accepted", user=request.user)
    messages.success(request, _("The answer counts. The points are computed again."))
    return True
