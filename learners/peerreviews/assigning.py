"""Who reviews what: the first draw, late works, and spare works for learners who wait."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from content.base.errors import RuleError
from courses.cohorts.models import Cohort
from courses.cohorts.queries import locked_cohort
from courses.editions.plan import PlannedActivity
from learners.enrolment.models import Enrolment
from learners.events.recording import record, record_for_each
from learners.peerreviews.drawing import Pair, first_draw, late_draw
from learners.peerreviews.models import PeerReview, PeerRound
from learners.peerreviews.queries import locked_round, reviews_in, round_of
from learners.peerreviews.rounds import (
    FALLBACK,
    SHORTEST,
    closed_works,
    planned_dates,
    rules_of,
    seed_of,
)
from learners.submissions.handing_in import new_code
from learners.submissions.standing import Standing

Kind = PeerReview.Kind


class NoSpareWork(RuleError):
    """There is nothing that this learner could review in addition."""


@transaction.atomic
def open_round(cohort: Cohort, planned: PlannedActivity, *, at: datetime) -> PeerRound | None:
    """Give each learner who handed in the works of others. Open already is the same result; nothing before there is a work."""
    cohort = locked_cohort(cohort)  # two tasks at once make one round
    if standing := round_of(cohort.pk, planned.activity_id):
        return standing
    dates, works = planned_dates(cohort, planned), closed_works(cohort, planned.activity_id, at=at)
    if at < dates.opens_at or not works:
        return None
    due_at = max(dates.due_at, at + SHORTEST)
    peer_round = PeerRound.objects.create(
        cohort=cohort,
        activity_id=planned.activity_id,
        edition_activity_id=planned.id,
        opened_at=at,
        due_at=due_at,
        fallback_at=due_at + FALLBACK,
    )
    each = rules_of(peer_round).peer_reviews
    _assign(peer_round, first_draw(works, each=each, seed=seed_of(peer_round)), works, at=at)
    return peer_round


@transaction.atomic
def put_in_late(peer_round: PeerRound, *, at: datetime) -> int:
    """Works that came after the draw get reviewers, and their learners works to review; how many pairs were drawn.

    Only while there is time to review: later works are spare. Safe to repeat.
    """
    peer_round = locked_round(peer_round)
    if at >= peer_round.due_at or peer_round.released_at:
        return 0
    works = closed_works(peer_round.cohort, peer_round.activity_id, at=at)
    pairs = [Pair(each.reviewer_id, each.author_id) for each in reviews_in(peer_round) if each.reviewer_id]
    inside = [key for key in works if any(key in (pair.reviewer, pair.author) for pair in pairs)]
    each = rules_of(peer_round).peer_reviews
    fresh: list[Pair] = []
    for key in works:
        if key not in inside:
            drawn = late_draw(key, others=inside, standing=pairs, each=each, seed=seed_of(peer_round))
            pairs, fresh, inside = pairs + drawn, fresh + drawn, [*inside, key]
    _assign(peer_round, fresh, works, at=at)
    return len(fresh)


def _assign(
    peer_round: PeerRound, pairs: Iterable[Pair], works: dict[int, Standing], *, at: datetime
) -> None:
    pairs = list(pairs)
    PeerReview.objects.bulk_create(
        _review(peer_round, works[pair.author], pair.reviewer, Kind.ASSIGNED, at=at) for pair in pairs
    )
    reviewers = [works[key].work.enrolment for key in dict.fromkeys(pair.reviewer for pair in pairs)]
    data = {"until": _due(peer_round, at).isoformat()}
    record_for_each("peer_reviews.assigned", reviewers, activity_id=peer_round.activity_id, at=at, data=data)


def _review(
    peer_round: PeerRound, standing: Standing, reviewer_id: int, kind: str, *, at: datetime
) -> PeerReview:
    return PeerReview(
        round=peer_round,
        code=new_code(),
        kind=kind,
        submission=standing.submission,
        author=standing.work.enrolment,
        reviewer_id=reviewer_id,
        points=[None] * len(rules_of(peer_round).peer_criteria),
        assigned_at=at,
        due_at=_due(peer_round, at),
    )


def _due(peer_round: PeerRound, at: datetime) -> datetime:
    has_time = at <= peer_round.due_at - SHORTEST
    return peer_round.due_at if has_time else peer_round.fallback_at


def spare_works(peer_round: PeerRound, enrolment: Enrolment, *, at: datetime) -> list[Standing]:
    """What lacks reviewers and this learner could review, the one with the fewest first. Seven queries."""
    if peer_round.released_at or at >= peer_round.fallback_at:
        return []
    works = closed_works(peer_round.cohort, peer_round.activity_id, at=at)
    if enrolment.pk not in works:
        return []
    reviews = reviews_in(peer_round)
    live = Counter(each.author_id for each in reviews if each.lapsed_at is None)
    met = {each.author_id for each in reviews if each.reviewer_id == enrolment.pk} | {enrolment.pk}
    wanted = rules_of(peer_round).peer_reviews
    spare = [key for key in works if key not in met and live[key] < min(wanted, len(works) - 1)]
    return [works[key] for key in sorted(spare, key=lambda key: live[key])]


@transaction.atomic
def take_spare(peer_round: PeerRound, enrolment: Enrolment, *, at: datetime) -> PeerReview:
    """The work that lacks reviewers most becomes this learner's task. Raises NoSpareWork."""
    peer_round = locked_round(peer_round)
    if PeerReview.objects.filter(round=peer_round, reviewer=enrolment, sent_at=None, lapsed_at=None).exists():
        raise NoSpareWork(_("Send the reviews that you have before you take one more work."))
    spare = spare_works(peer_round, enrolment, at=at)
    if not spare:
        raise NoSpareWork(_("No work waits for a reviewer now. Somebody may have taken it a moment ago."))
    review = _review(peer_round, spare[0], enrolment.pk, Kind.SPARE, at=at)
    review.save()
    data = {"review": review.code}
    record(
        "peer_review.taken",
        enrolment=enrolment,
        activity_id=peer_round.activity_id,
        by=enrolment.user,
        at=at,
        data=data,
    )
    return review
