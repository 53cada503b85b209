"""Peer reviews at the marking desk: how they stand in a cohort, and those that tutors write."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.log_actions import log

from cms.staff.doors import posted_from
from cms.staff.marking.doors import on_led_reviews, on_reviewed_work, on_tutor_review
from cms.staff.marking.forms import MoreTimeForm
from courses.assessments.rulebook import is_marked_in_writing
from courses.cohorts.models import Cohort
from courses.editions.plan import PlannedActivity
from learners.enrolment.access import words
from learners.enrolment.doors import get_or_post
from learners.peerreviews.closing import end_round
from learners.peerreviews.extending import UnableToGiveMoreTime, give_more_time
from learners.peerreviews.forms import review_form
from learners.peerreviews.models import PeerReview, PeerRound
from learners.peerreviews.posting import post_review
from learners.peerreviews.queries import reviews_in, round_of
from learners.peerreviews.rounds import closed_works, planned_dates
from learners.peerreviews.views import file_of, wants_json

PAGE = "cms/staff/marking/{}.html".format
ZONE = "UTC"


@dataclass(frozen=True)
class WorkRow:
    """One work by its code: what its learner gives, and what it receives."""

    label: str
    given: int
    to_give: int
    missed: int
    received: int
    to_receive: int
    tutor: PeerReview | None


@require_safe
@on_reviewed_work
def reviews(request, cohort, planned, scope):
    return _overview(request, cohort, planned, leads=scope.leads(cohort.pk, planned.module_code))


def _overview(request, cohort, planned, *, leads, form=None, status=200):
    peer_round = round_of(cohort.pk, planned.activity_id)
    rows = _rows(cohort, planned, peer_round)
    late = [row.label for row in rows if row.given < row.to_give]
    context = {
        "cohort": cohort,
        "planned": planned,
        "round": peer_round,
        "dates": planned_dates(cohort, planned),
        "rows": rows,
        "marked": is_marked_in_writing(planned.rules),
        "leads": leads,
        "form": form or (MoreTimeForm(labels=late) if leads and late else None),
    }
    return render(request, PAGE("reviews"), context, status=status)


def _rows(cohort: Cohort, planned: PlannedActivity, peer_round: PeerRound | None) -> list[WorkRow]:
    """Seven queries, however many works."""
    if peer_round is None:
        return []
    found = reviews_in(peer_round)
    works = closed_works(cohort, planned.activity_id, at=now())
    return [_row(works[key].work.code, key, found) for key in works]


def _row(label: str, key: int, found: list[PeerReview]) -> WorkRow:
    by = [each for each in found if each.reviewer_id == key]
    of = [each for each in found if each.author_id == key and each.reviewer_id and not each.lapsed_at]
    return WorkRow(
        label=label,
        given=sum(1 for each in by if each.sent_at),
        to_give=len(by),
        missed=sum(1 for each in by if each.lapsed_at),
        received=sum(1 for each in of if each.sent_at),
        to_receive=len(of),
        tutor=next(
            (each for each in found if each.author_id == key and each.kind == PeerReview.Kind.TUTOR), None
        ),
    )


@posted_from("peer_reviews_of_work", "cohort_code", "code")
@on_led_reviews
def end(request, cohort, planned):
    peer_round = round_of(cohort.pk, planned.activity_id)
    if peer_round is None:
        messages.error(request, _("The reviews have not begun yet."))
    else:
        end_round(peer_round, by=request.user, at=now())
        log(
            instance=cohort,
            action="campus.peer_reviews_ended",
            user=request.user,
            title=f"{cohort.code} {planned.code}",
        )
        messages.success(request, _("The reviews are over. Their authors read them now."))
    return redirect("peer_reviews_of_work", cohort.code, planned.code)


@posted_from("peer_reviews_of_work", "cohort_code", "code")
@on_led_reviews
def more_time(request, cohort, planned):
    peer_round = round_of(cohort.pk, planned.activity_id)
    works = closed_works(cohort, planned.activity_id, at=now()) if peer_round else {}
    reviewers = {standing.work.code: standing.work.enrolment for standing in works.values()}
    form = MoreTimeForm(request.POST, labels=list(reviewers))
    if not form.is_valid() or not _given(request, peer_round, reviewers, form):
        return _overview(request, cohort, planned, leads=True, form=form, status=422)
    title = f"{cohort.code} {planned.code}"
    log(instance=cohort, action="campus.peer_reviews_extended", user=request.user, title=title)
    return redirect("peer_reviews_of_work", cohort.code, planned.code)


def _given(request, peer_round, reviewers, form) -> bool:
    data, at = form.cleaned_data, now()
    reviewer = reviewers[data["work"]]
    try:
        reviews = give_more_time(
            peer_round, reviewer, days=data["days"], reason=data["reason"], by=request.user, at=at
        )
    except UnableToGiveMoreTime as refusal:
        form.add_error("work", str(refusal))
        return False
    until = words(reviews[0].due_at, ZONE, at=at)
    messages.success(request, _("The learner can send the reviews until %s, and gets an e-mail.") % until)
    return True


@get_or_post
@on_tutor_review
def review(request, review, planned):
    if request.method != "POST":
        return _page(request, review, planned)
    posted = post_review(request.POST, review, by=request.user, zone=ZONE, at=now())
    if wants_json(request):
        return JsonResponse(posted.as_json(), status=409 if posted.refused else 200)
    if posted.refused:
        return _page(request, posted.review, planned, posted.form, status=posted.status)
    messages.success(request, posted.message)
    return redirect("marking") if posted.sent else redirect("tutor_review", review.code)


@require_safe
@on_tutor_review
def file(request, review, planned, place):
    return file_of(review, place)


def _page(request, review, planned, form=None, status=200):
    context = {
        "review": review,
        "planned": planned,
        "form": form or review_form(review),
        "files": review.submission.files.order_by("pk"),
    }
    return render(request, PAGE("review"), context, status=status)
