"""How a review is written: saved while it grows, sent when it is complete, and until when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from content.base.errors import RuleError
from learners.enrolment.access import words
from learners.enrolment.models import Enrolment
from learners.events.recording import record
from learners.peerreviews.calibrating import require_sample
from learners.peerreviews.finishing import finish_by_sending
from learners.peerreviews.models import PeerReview
from learners.peerreviews.rounds import rules_of
from learners.submissions.checking import is_named_in

MOST_CHARACTERS = 4000


class UnableToReview(RuleError):
    """The review cannot be written now, or it is not complete."""


@dataclass(frozen=True)
class Written:
    points: Sequence[int | None]
    strength: str = ""
    change: str = ""


@dataclass(frozen=True)
class Saved:
    kept: bool
    """False: a newer text was there, and nothing changed."""
    review: PeerReview


def writable_until(review: PeerReview) -> datetime:
    """Whoever has begun may finish until the tutors step in; whoever has not is replaced at the deadline."""
    begun = review.saved_at is not None and review.sent_at is None
    return max(review.due_at, review.round.fallback_at) if begun else review.due_at


def refusal_of(review: PeerReview, zone: str, *, at: datetime) -> str:
    """Why its reviewer cannot write any more. Empty while it is possible."""
    if review.lapsed_at or (not review.sent_at and at > writable_until(review)):
        return _(
            "The deadline for this review was %s. It was not sent, so somebody else reviews the work."
        ) % (words(review.due_at, zone, at=at))
    if at > review.due_at and review.sent_at:
        return _("You sent this review. It could be changed until %s.") % words(review.due_at, zone, at=at)
    return ""


@transaction.atomic
def save_review(review: PeerReview, written: Written, *, sequence: int, by, zone: str, at: datetime) -> Saved:
    """Keep it, complete or not; one that was sent stays complete. An old sequence changes nothing.

    Raises UnableToReview, SampleFirst.
    """
    review = _locked(review)
    _require_writer(review, by, zone, at)
    if sequence <= review.sequence:
        return Saved(_says_the_same(review, written), review)
    review.points = _points(review, written)
    review.strength, review.change = written.strength, written.change
    review.sequence, review.saved_at = sequence, at
    review.tutor = by if review.kind == PeerReview.Kind.TUTOR else None
    if review.sent_at:
        _require_complete(review)
    review.save(update_fields=["points", "strength", "change", "sequence", "saved_at", "tutor"])
    return Saved(True, review)


@transaction.atomic
def send_review(
    review: PeerReview, written: Written, *, sequence: int, by, zone: str, at: datetime
) -> PeerReview:
    """Save it and say that it is complete. Sent already is the same result. Raises UnableToReview, SampleFirst."""
    saved = save_review(review, written, sequence=sequence, by=by, zone=zone, at=at)
    if not saved.kept:
        raise UnableToReview(
            _("A newer text was saved in another window. Load the page again, then send the review.")
        )
    review = saved.review
    _require_complete(review)
    if review.sent_at is None:
        review.sent_at = at
        review.save(update_fields=["sent_at"])
        data = {"review": review.code, "kind": review.kind}
        activity_id = review.round.activity_id
        # About its reviewer: an event about the author would tell in its row who wrote it.
        record(
            "peer_review.sent", enrolment=review.reviewer, activity_id=activity_id, by=by, at=at, data=data
        )
        if review.reviewer:
            finish_by_sending(review.round, review.reviewer, at=at)
    return review


def _locked(review: PeerReview) -> PeerReview:
    reviews = PeerReview.objects.select_related(
        "round__edition_activity",
        "round__cohort",
        "reviewer__user",
        "reviewer__cohort",
        "author",
        "submission__work",
    )
    return reviews.select_for_update(of=("self",)).get(pk=review.pk)


def _require_writer(review: PeerReview, by, zone: str, at: datetime) -> None:
    if review.kind == PeerReview.Kind.TUTOR:
        return _require_tutor(review, by)
    reviewer = review.reviewer
    if reviewer is None or reviewer.user_id != by.pk:
        raise UnableToReview(_("Another learner reviews this work."))
    if reviewer.state != Enrolment.State.ACTIVE:
        raise UnableToReview(_("Your place in this cohort is not active, so you cannot review works."))
    if refusal := refusal_of(review, zone, at=at):
        raise UnableToReview(refusal)
    return require_sample(reviewer, review.round.activity_id)


def _require_tutor(review: PeerReview, by) -> None:
    if by.pk == review.author.user_id:
        raise UnableToReview(_("Nobody reviews the own work."))
    if review.tutor_id not in (None, by.pk):
        raise UnableToReview(_("A colleague writes this review."))
    if review.submission.work.released_at:
        raise UnableToReview(_("The mark of this work is released, so a review comes too late."))


def _points(review: PeerReview, written: Written) -> list[int | None]:
    points = list(written.points)
    if len(points) != len(rules_of(review.round).peer_criteria):
        raise UnableToReview(_("The rubric has another number of criteria. Load the page again."))
    if any(each is not None and not 0 <= each <= 100 for each in points):
        raise UnableToReview(_("Enter points between 0 and 100 for each criterion."))
    if max(len(written.strength), len(written.change)) > MOST_CHARACTERS:
        raise UnableToReview(_("A text may have %s characters.") % f"{MOST_CHARACTERS:,}")
    return points


def _require_complete(review: PeerReview) -> None:
    criteria = rules_of(review.round).peer_criteria
    missing = [c.title for c, points in zip(criteria, review.points, strict=True) if points is None]
    if missing:
        raise UnableToReview(_("Enter points for: %s.") % ", ".join(missing))
    if not review.strength.strip() or not review.change.strip():
        raise UnableToReview(_("Name one strength, and one thing that you would change."))
    text = f"{review.strength}\n{review.change}"
    if review.reviewer and is_named_in(text, review.reviewer):
        raise UnableToReview(
            _("Your text holds your name or e-mail address. Authors do not see who reviews: take it out.")
        )


def _says_the_same(review: PeerReview, written: Written) -> bool:
    return (review.points, review.strength, review.change) == (
        list(written.points),
        written.strength,
        written.change,
    )
