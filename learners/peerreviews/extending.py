"""More time for one learner's reviews, after the round has gone on without them."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from content.base.errors import RuleError
from learners.enrolment.models import Enrolment
from learners.events.recording import record
from learners.peerreviews.models import PeerReview, PeerRound
from learners.peerreviews.queries import locked_round
from learners.submissions.models import Work

MOST_DAYS = 14
"""As for other work whose due date moves on request (specification 1.10, extensions)."""


class UnableToGiveMoreTime(RuleError):
    """The learner's reviews stay as they are."""


@transaction.atomic
def give_more_time(
    peer_round: PeerRound, reviewer: Enrolment, *, days: int, reason: str, by, at: datetime
) -> list[PeerReview]:
    """All that this learner has not sent is open so many days from now, what has lapsed too. Raises UnableToGiveMoreTime.

    The round itself goes on and ends on its day: to wait for one reviewer would keep every author from the reviews and
    every marker from the marks. So meanwhile the work may be given to somebody else, or a tutor fills the gap, and a
    review that comes later is one more.
    """
    if not 1 <= days <= MOST_DAYS:
        raise UnableToGiveMoreTime(_("Give between 1 and %s days.") % MOST_DAYS)
    if not reason.strip():
        raise UnableToGiveMoreTime(_("Enter a reason. The learner reads it."))
    peer_round = locked_round(peer_round)
    _require_of_use(peer_round, reviewer)
    until = at + timedelta(days=days)
    reviews = PeerReview.objects.filter(round=peer_round, reviewer=reviewer, sent_at=None)
    later = list(reviews.filter(due_at__lt=until).order_by("pk"))
    if not later or until <= peer_round.fallback_at:
        raise UnableToGiveMoreTime(
            _("This gives no more time: everything is sent, or can be finished until then already.")
        )
    for review in later:
        review.due_at, review.more_time, review.lapsed_at = until, reason.strip(), None
    PeerReview.objects.bulk_update(later, ["due_at", "more_time", "lapsed_at"])
    data = {"until": until.isoformat(), "reason": reason.strip()}
    activity_id = peer_round.activity_id
    record("peer_reviews.extended", enrolment=reviewer, activity_id=activity_id, by=by, at=at, data=data)
    return later


def _require_of_use(peer_round: PeerRound, reviewer: Enrolment) -> None:
    if reviewer.state != Enrolment.State.ACTIVE:
        raise UnableToGiveMoreTime(_("This learner's place in the cohort is not active."))
    own = Work.objects.filter(enrolment=reviewer, activity=peer_round.activity_id, resit=False)
    if own.exclude(released_at=None).exists():
        raise UnableToGiveMoreTime(
            _("The mark of this learner's own work is released, so reviews cannot count to it any more.")
        )
