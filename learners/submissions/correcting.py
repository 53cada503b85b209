"""Correction of a released mark: one person asks with a reason, a second one confirms. The ledger gets a second line."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from content.base.errors import RuleError
from learners.grades.ledger import record_grade
from learners.submissions.models import Correction, Work


class UnableToCorrect(RuleError):
    """The mark cannot be corrected like this."""


def open_correction(work: Work) -> Correction | None:
    return work.corrections.filter(decided_at=None).select_related("asked_by").first()


@transaction.atomic
def ask_correction(work: Work, *, mark: Decimal, reason: str, by, at: datetime) -> Correction:
    """mark: what counts from then on, 0 to 100, after any points for lateness. Raises UnableToCorrect."""
    work = Work.objects.select_for_update().select_related("enrolment").get(pk=work.pk)
    if work.released_at is None:
        raise UnableToCorrect(_("The mark is not released yet. Change it in the marking screen."))
    if by.pk == work.enrolment.user_id:
        raise UnableToCorrect(_("Nobody corrects the own mark."))
    if not reason.strip():
        raise UnableToCorrect(_("Say why the mark changes."))
    if open_correction(work):
        raise UnableToCorrect(_("Somebody has asked for a correction already. Decide that one first."))
    return Correction.objects.create(work=work, mark=mark, reason=reason.strip(), asked_by=by, asked_at=at)


@transaction.atomic
def decide_correction(correction: Correction, *, confirm: bool, by, at: datetime) -> Correction:
    """Raises UnableToCorrect for the person who asked, and for the learner. Decided already is the same result."""
    correction = (
        Correction.objects.select_for_update().select_related("work__enrolment").get(pk=correction.pk)
    )
    if correction.decided_at:
        return correction
    if by.pk in (correction.asked_by_id, correction.work.enrolment.user_id):
        raise UnableToCorrect(_("A second person decides on a correction."))
    correction.decided_by, correction.decided_at, correction.confirmed = by, at, confirm
    correction.save(update_fields=["decided_by", "decided_at", "confirmed"])
    if confirm:
        work = correction.work
        record_grade(
            work.enrolment,
            activity_id=work.activity_id,
            points=correction.mark,
            max_points=Decimal(100),
            reason=_("Corrected: %s") % correction.reason,
            by=by,
            at=at,
            resit=work.resit,
        )
    return correction
