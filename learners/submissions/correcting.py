"""Correction of a released mark: one person asks with a reason, a second one confirms. The ledger gets a second line."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from content.base.errors import RuleError
from courses.editions.plan import PlannedActivity, plan_of
from learners.enrolment.models import Enrolment
from learners.grades.ledger import record_grade
from learners.grades.queries import release_of
from learners.submissions.handing_in import new_code
from learners.submissions.models import Correction, Work


@dataclass(frozen=True)
class Released:
    """A work whose mark is released: handed in, or judged by those who were there."""

    work: Work
    planned: PlannedActivity

    @property
    def label(self) -> str:
        anonymous = self.planned.rules.get("anonymous")
        return self.work.code if anonymous else self.work.enrolment.user.name


def released_work(code: str) -> Released | None:
    works = Work.objects.select_related("enrolment__cohort", "enrolment__user", "activity")
    work = works.filter(code=code).exclude(released_at=None).first()
    planned = plan_of(work.enrolment.cohort.edition_id).by_activity(work.activity_id) if work else None
    return Released(work, planned) if work and planned else None


class UnableToCorrect(RuleError):
    """The mark cannot be corrected like this."""


@transaction.atomic
def thread_of_mark(enrolment: Enrolment, activity_id: int, *, resit: bool) -> Work:
    """What the correction of a released mark hangs on, also where nothing was handed in: an exam. Raises UnableToCorrect."""
    release = release_of(enrolment, activity_id, resit=resit)
    if release is None:
        raise UnableToCorrect(_("The mark is not released yet. Change it at the desk where it was given."))
    defaults = {"code": new_code(), "released_at": release.released_at}
    return Work.objects.get_or_create(
        enrolment=enrolment, activity_id=activity_id, resit=resit, defaults=defaults
    )[0]


def open_correction(work: Work) -> Correction | None:
    return work.corrections.filter(decided_at=None).select_related("asked_by").first()


def open_corrections() -> list[tuple[Released, Correction]]:
    """What waits for a second person in any cohort, the oldest first. One query."""
    rows = Correction.objects.filter(decided_at=None).order_by("asked_at", "pk")
    rows = rows.select_related(
        "asked_by", "work__enrolment__cohort", "work__enrolment__user", "work__activity"
    )
    waiting = []
    for correction in rows:
        work = correction.work
        planned = plan_of(work.enrolment.cohort.edition_id).by_activity(work.activity_id)
        if planned:
            waiting.append((Released(work, planned), correction))
    return waiting


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
