"""The supervisor's evaluation (form IF-6), and how its ratings become a mark."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from courses.cohorts.schedule import current_week
from learners.grades.ledger import record_grade
from learners.grades.releasing import release_marks
from learners.placements.counting import in_hours
from learners.placements.course import EVALUATION_WEEK, course_of
from learners.placements.logbook import HoursEntry
from learners.placements.models import OPEN, Internship, Placement
from learners.placements.moving import UnableToPlace, locked, move, require_text, tell
from learners.placements.papers import Evaluation
from learners.placements.ratings import HIGHEST, KEYS, LOWEST, NEED_A_COMMENT, RATINGS
from learners.progress.completing import complete_by_others

EARLY = Decimal("0.75")
"""Of the agreed hours, confirmed: from then on the evaluation may be written before its week."""
_State = Placement.State


@dataclass(frozen=True)
class Judgement:
    """What the supervisor has filled in so far."""

    ratings: dict[str, int] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)
    strengths: str = ""
    advice: str = ""
    host_again: bool | None = None


def mark_of(ratings: Iterable[int]) -> Decimal:
    """(mean - 1) / 4 * 100, to one decimal, half up (specification 3)."""
    values = list(ratings)
    mean = Decimal(sum(values)) / len(values)
    return ((mean - LOWEST) / (HIGHEST - LOWEST) * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)


def joined_mark(parts: Iterable[tuple[Decimal, int]]) -> Decimal:
    """Of several hosts: the mean of (mark, confirmed quarter hours), weighted by the hours."""
    parts = list(parts)
    weights = sum(quarters for _mark, quarters in parts)
    if not weights:
        return max(mark for mark, _quarters in parts)
    total = sum((mark * quarters for mark, quarters in parts), Decimal(0))
    return (total / weights).quantize(Decimal("0.1"), ROUND_HALF_UP)


def evaluation_of(placement: Placement) -> Evaluation | None:
    return Evaluation.objects.filter(placement=placement).first()


def evaluation_is_open(placement: Placement, *, at: datetime) -> bool:
    """From its week on, or when three quarters of the agreed hours are confirmed."""
    if placement.state != _State.RUNNING:
        return False
    week = current_week(placement.internship.enrolment.cohort, at=at)
    return week >= EVALUATION_WEEK or confirmed_quarters(placement) >= EARLY * 4 * placement.hours


def confirmed_quarters(placement: Placement) -> int:
    """At the host, and in all categories."""
    confirmed = placement.entries.filter(state=HoursEntry.State.CONFIRMED)
    return sum(confirmed.values_list("quarters", flat=True))


@transaction.atomic
def save_judgement(placement: Placement, judgement: Judgement, *, at: datetime) -> Evaluation:
    """A draft; nothing in it has to be complete. Raises UnableToPlace once the co-ordinator has approved it."""
    placement = locked(placement)
    evaluation = _changeable(placement, at)
    evaluation.ratings = {
        key: value for key, value in judgement.ratings.items() if key in KEYS and LOWEST <= value <= HIGHEST
    }
    evaluation.comments = {
        key: text.strip() for key, text in judgement.comments.items() if key in KEYS and text.strip()
    }
    evaluation.strengths, evaluation.advice = judgement.strengths.strip(), judgement.advice.strip()
    evaluation.host_again = judgement.host_again
    evaluation.sent_at = None
    evaluation.save()
    return evaluation


def answers_of(evaluation: Evaluation) -> list[tuple[str, str, str]]:
    """Label, answer in words and comment of each rating."""
    return [
        (
            str(rating.label),
            f"{value}. {rating.anchors[value - 1]}" if (value := evaluation.ratings.get(rating.key)) else "–",
            evaluation.comments.get(rating.key, ""),
        )
        for rating in RATINGS
    ]


def gaps_in(evaluation: Evaluation) -> list[str]:
    """What has to be filled in before it can be sent, in sentences."""
    gaps = []
    for rating in RATINGS:
        value = evaluation.ratings.get(rating.key)
        if value is None:
            gaps.append(_("Choose one answer for “%s”.") % rating.label)
        elif value in NEED_A_COMMENT and not evaluation.comments.get(rating.key):
            gaps.append(
                _("You gave %(value)s for “%(label)s”. Write in one sentence why.")
                % {"value": value, "label": rating.label}
            )
    if evaluation.host_again is None:
        gaps.append(_("Say whether you would host again."))
    return gaps


@transaction.atomic
def send_evaluation(placement: Placement, *, name: str, at: datetime) -> Evaluation:
    """With the typed name as signature and the confirmed hours. Sent twice is the same. Raises UnableToPlace."""
    placement = locked(placement)
    evaluation = _changeable(placement, at)
    if gaps := gaps_in(evaluation):
        raise UnableToPlace(" ".join(gaps))
    if evaluation.sent_at and evaluation.name == name.strip():
        return evaluation
    evaluation.name = require_text(name, _("Type your full name as a signature."))
    evaluation.sent_at, evaluation.confirmed_quarters = at, confirmed_quarters(placement)
    evaluation.save()
    tell("placement.evaluated", placement, by=None, at=at)
    return evaluation


@transaction.atomic
def approve_evaluation(evaluation: Evaluation, *, by, at: datetime) -> Evaluation:
    """By the co-ordinator: the placement is complete. With the last one the mark goes to the ledger. Raises UnableToPlace."""
    placement = locked(evaluation.placement)
    evaluation = Evaluation.objects.get(pk=evaluation.pk)
    if by.pk == placement.internship.enrolment.user_id:
        raise UnableToPlace(_("Nobody decides about the own placement."))
    if evaluation.approved_at:
        return evaluation
    if evaluation.sent_at is None:
        raise UnableToPlace(_("The supervisor has not sent the evaluation yet."))
    _require_decided_hours(placement)
    move(placement, "close")
    placement.closed_at = at
    placement.save(update_fields=["state", "closed_at"])
    evaluation.approved_at, evaluation.approved_by = at, by
    evaluation.save(update_fields=["approved_at", "approved_by"])
    tell("placement.closed", placement, by=by, at=at)
    if not placement.internship.placements.filter(state__in=OPEN).exists():
        _record_mark(placement.internship, by=by, at=at)
    return evaluation


def _require_decided_hours(placement: Placement) -> None:
    """Approval closes the log: what the supervisor has not decided would never count."""
    open_hours = placement.entries.filter(state__in=(HoursEntry.State.WAITING, HoursEntry.State.QUERIED))
    if quarters := sum(open_hours.values_list("quarters", flat=True)):
        raise UnableToPlace(
            _(
                "%s hours are not decided yet, and the approval closes the log. "
                "Ask the supervisor to confirm them, or decide about them first."
            )
            % in_hours(quarters)
        )


def _record_mark(internship: Internship, *, by, at: datetime) -> None:
    enrolment = internship.enrolment
    course = course_of(enrolment.cohort.edition_id)
    if course is None or course.evaluation is None:
        return
    approved = Evaluation.objects.filter(placement__internship=internship, approved_at__isnull=False)
    parts = [
        (mark_of(each.ratings.values()), confirmed_quarters(each.placement))
        for each in approved.select_related("placement").order_by("pk")
    ]
    mark = joined_mark(parts)
    reason = _("Mean of the supervisors' ratings, by the formula of form IF-6: %s.") % mark
    record_grade(
        enrolment,
        activity_id=course.evaluation.activity_id,
        points=mark,
        max_points=Decimal(100),
        reason=reason,
        by=by,
        at=at,
    )
    release_marks([enrolment], course.evaluation.activity_id, by=by, at=at)
    complete_by_others(enrolment, course.evaluation, by=by, at=at)


def _changeable(placement: Placement, at: datetime) -> Evaluation:
    evaluation = evaluation_of(placement)
    if evaluation and evaluation.approved_at:
        raise UnableToPlace(_("The evaluation is approved. It cannot be changed any more."))
    if not evaluation_is_open(placement, at=at):
        raise UnableToPlace(_("The evaluation is not open yet."))
    return evaluation or Evaluation(placement=placement)
