"""How a round goes on by the clock and ends: late works, reviews that lapse, and tutors who fill the gaps."""

from collections import Counter
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from courses.cohorts.models import Cohort
from learners.enrolment.models import Enrolment
from learners.events.recording import record, record_for_each
from learners.peerreviews.assigning import open_round, put_in_late
from learners.peerreviews.finishing import finish_at_the_end
from learners.peerreviews.models import PeerReview, PeerRound
from learners.peerreviews.queries import locked_round, reviews_in, rounds_in
from learners.peerreviews.rounds import ENOUGH, closed_works, planned_dates, reviewed_works, rules_of
from learners.submissions.handing_in import new_code

WATCHED = timedelta(days=42)
"""So long after its planned end a round is looked at for works that came later still."""


def work_on_rounds(*, at: datetime) -> None:
    """Open what is due, go on with what is open, end what is over. Safe to run twice, and two at once."""
    cohorts = Cohort.objects.exclude(published_at=None).select_related("edition").order_by("pk")
    for cohort in cohorts.filter(starts_on__lte=at):
        rounds = None
        for planned in reviewed_works(cohort):
            dates = planned_dates(cohort, planned)
            if not dates.opens_at <= at <= dates.fallback_at + WATCHED:
                continue
            rounds = rounds_in(cohort) if rounds is None else rounds
            peer_round = rounds.get(planned.activity_id)
            if peer_round is not None:
                go_on(peer_round, at=at)
            elif at <= dates.fallback_at:
                open_round(cohort, planned, at=at)


def go_on(peer_round: PeerRound, *, at: datetime) -> None:
    put_in_late(peer_round, at=at)
    lapse_overdue(peer_round, at=at)
    if peer_round.released_at:
        fill_gaps(peer_round, at=at)
    elif at >= peer_round.fallback_at:
        end_round(peer_round, by=None, at=at)


@transaction.atomic
def lapse_overdue(peer_round: PeerRound, *, at: datetime) -> int:
    """Whoever did nothing until the deadline, or left the cohort, is replaced: the work is spare. How many lapsed.

    What was begun stays until the tutors step in.
    """
    peer_round = locked_round(peer_round)
    late = Q(due_at__lt=at, saved_at=None)
    if at >= peer_round.fallback_at:
        late |= Q(due_at__lt=at)
    gone = ~Q(reviewer__state=Enrolment.State.ACTIVE)
    waiting = PeerReview.objects.filter(round=peer_round, sent_at=None, lapsed_at=None)
    waiting = waiting.exclude(kind=PeerReview.Kind.TUTOR).filter(late | gone).select_related("reviewer")
    lapsed = list(waiting.order_by("pk"))
    PeerReview.objects.filter(pk__in=[each.pk for each in lapsed]).update(lapsed_at=at)
    reviewers = {each.reviewer_id: each.reviewer for each in lapsed}
    record_for_each("peer_review.lapsed", reviewers.values(), activity_id=peer_round.activity_id, at=at)
    return len(lapsed)


@transaction.atomic
def end_round(peer_round: PeerRound, *, by, at: datetime) -> PeerRound:
    """Nobody waits any longer: what is not sent lapses, tutors review what has too few, authors read what there is.

    by: the person who ends it before its day; nobody when the day has come. Ended already is the same result.
    Who was given more time keeps it.
    """
    peer_round = locked_round(peer_round)
    if peer_round.released_at:
        return peer_round
    open_still = PeerReview.objects.filter(round=peer_round, sent_at=None, lapsed_at=None, more_time="")
    open_still.exclude(kind=PeerReview.Kind.TUTOR).update(lapsed_at=at)
    peer_round.released_at = at
    peer_round.save(update_fields=["released_at"])
    fill_gaps(peer_round, at=at)
    finish_at_the_end(peer_round, by=by, at=at)
    record(
        "peer_reviews.ended",
        activity_id=peer_round.activity_id,
        by=by,
        at=at,
        data={"cohort": peer_round.cohort.code},
    )
    authors = PeerReview.objects.filter(round=peer_round).exclude(sent_at=None).values("author")
    learners = Enrolment.objects.filter(pk__in=authors).order_by("pk")
    record_for_each("peer_reviews.released", learners, activity_id=peer_round.activity_id, by=by, at=at)
    return peer_round


@transaction.atomic
def fill_gaps(peer_round: PeerRound, *, at: datetime) -> int:
    """A review by a tutor for each work with fewer than two; how many were added. Safe to repeat."""
    peer_round = locked_round(peer_round)
    works = closed_works(peer_round.cohort, peer_round.activity_id, at=at)
    reviews = reviews_in(peer_round)
    sent = Counter(each.author_id for each in reviews if each.sent_at)
    by_tutor = {each.author_id for each in reviews if each.kind == PeerReview.Kind.TUTOR}
    short = [
        each
        for key, each in works.items()
        if sent[key] < ENOUGH and key not in by_tutor and not each.work.released_at
    ]
    criteria = len(rules_of(peer_round).peer_criteria)
    added = PeerReview.objects.bulk_create(
        PeerReview(
            round=peer_round,
            code=new_code(),
            kind=PeerReview.Kind.TUTOR,
            submission=standing.submission,
            author=standing.work.enrolment,
            points=[None] * criteria,
            assigned_at=at,
            due_at=standing.promised_at,
        )
        for standing in short
    )
    return len(added)
