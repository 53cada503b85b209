"""The viva (form IF-8): times that are offered, booking, a panel of two, marks by the rubric, the outcome, the release."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from courses.assessments.rubrics import weighted_mark
from courses.cohorts.models import Cohort
from courses.cohorts.queries import locked_cohort
from courses.cohorts.roles import teaches
from learners.enrolment.models import Enrolment
from learners.enrolment.queries import OPEN_STATES
from learners.events.recording import record
from learners.grades.ledger import record_grade
from learners.grades.releasing import release_marks
from learners.placements.course import Course, course_of
from learners.placements.models import Internship
from learners.placements.moving import UnableToPlace, locked_internship, require_text
from learners.placements.vivas import LASTING, Outcome, Viva, VivaRecord, VivaSlot
from learners.progress.completing import complete_by_others
from learners.submissions.models import Submission
from learners.submissions.queries import newest_submission, work_of

BOOK_UNTIL = timedelta(hours=24)
"""So long before it begins a time can be booked or given back."""
PASS_MARK = 50
ONE_DECIMAL = Decimal("0.1")


@dataclass(frozen=True)
class Account:
    """What one examiner writes."""

    questions: str
    points: Sequence[int]
    reasons: str
    outcome: str


@transaction.atomic
def offer_slot(
    cohort: Cohort, *, starts_at: datetime, minutes: int, room: str, first, second, by, at: datetime
) -> VivaSlot:
    """Raises UnableToPlace when an examiner examines at that time already, or learns in the cohort."""
    cohort = locked_cohort(cohort)  # two offers with the same examiner come one after the other
    if starts_at <= at + BOOK_UNTIL:
        raise UnableToPlace(_("Learners book until 24 hours before. Choose a later time."))
    if not 10 <= minutes <= 60:
        raise UnableToPlace(_("Enter between 10 and 60 minutes."))
    if first.pk == second.pk:
        raise UnableToPlace(_("A panel has two different examiners."))
    if Enrolment.objects.filter(cohort=cohort, user__in=(first, second)).exists():
        raise UnableToPlace(_("Nobody examines in the cohort in which they learn."))
    _require_free((first, second), starts_at, minutes)
    return VivaSlot.objects.create(
        cohort=cohort,
        starts_at=starts_at,
        minutes=minutes,
        room=require_text(room, _("Write where the viva is held: the address of the call, or the place.")),
        first=first,
        second=second,
        offered_at=at,
        offered_by=by,
    )


@transaction.atomic
def withdraw_slot(slot: VivaSlot, *, at: datetime) -> VivaSlot:
    """Withdrawn already is the same result. Raises UnableToPlace when a learner has booked it."""
    slot = VivaSlot.objects.select_for_update().get(pk=slot.pk)
    if slot.vivas.filter(cancelled_at=None).exists():
        raise UnableToPlace(_("A learner has booked this time. Ask the learner to book another one first."))
    if slot.withdrawn_at is None:
        slot.withdrawn_at = at
        slot.save(update_fields=["withdrawn_at"])
    return slot


def free_slots(cohort: Cohort, *, at: datetime) -> list[VivaSlot]:
    """That can still be booked, the next first."""
    return list(_free(at).filter(cohort=cohort).order_by("starts_at", "pk"))


def cohorts_with_times(*, at: datetime) -> list[Cohort]:
    """Where at least one time can still be booked. One query."""
    return list(Cohort.objects.filter(viva_slots__in=_free(at)).distinct().order_by("pk"))


def ready_to_book(cohort: Cohort) -> QuerySet[Enrolment]:
    """Who has handed in the portfolio and has no viva: none is booked, and none was held for good."""
    course = course_of(cohort.edition_id)
    places = Enrolment.objects.filter(cohort=cohort, state__in=OPEN_STATES)
    if course is None or course.viva is None:
        return places.none()
    vivas = Viva.objects.filter(internship__enrolment=OuterRef("pk"), cancelled_at=None)
    places = places.filter(~Exists(vivas.exclude(outcome=Outcome.REVISE)))
    if course.portfolio is None:
        return places
    work = {"work__activity": course.portfolio.activity_id, "work__resit": False}
    return places.filter(Exists(Submission.objects.filter(work__enrolment=OuterRef("pk"), **work)))


def may_book_now(enrolment: Enrolment, *, at: datetime) -> bool:
    """Whether a time is free and this learner has none. One query."""
    ready = ready_to_book(enrolment.cohort).filter(pk=enrolment.pk)
    return ready.filter(Exists(_free(at).filter(cohort=OuterRef("cohort")))).exists()


def viva_of(internship: Internship | None) -> Viva | None:
    """The one that is booked or held, the latest."""
    if internship is None:
        return None
    vivas = internship.vivas.filter(cancelled_at=None).select_related("slot__first", "slot__second")
    return vivas.order_by("-pk").first()


def examined_by(user) -> QuerySet[Viva]:
    """Where the person is one of the two examiners: from the booking to the release, while no later viva counts."""
    later = Viva.objects.filter(internship=OuterRef("internship"), pk__gt=OuterRef("pk"), cancelled_at=None)
    seat = Q(slot__first=user) | Q(slot__second=user)
    return Viva.objects.filter(seat, ~Exists(later), cancelled_at=None, released_at=None)


def examines_now(user, viva: Viva) -> bool:
    return examined_by(user).filter(pk=viva.pk).exists()


@transaction.atomic
def book_viva(enrolment: Enrolment, slot: VivaSlot, *, at: datetime) -> Viva:
    """In place of a time that was booked before. Raises UnableToPlace."""
    internship = locked_internship(enrolment, at=at)
    slot = VivaSlot.objects.select_for_update().get(pk=slot.pk)  # two learners for one time
    if slot.cohort_id != enrolment.cohort_id or slot.withdrawn_at or slot.starts_at <= at + BOOK_UNTIL:
        raise UnableToPlace(_("This time cannot be booked any more. Choose another one."))
    if enrolment.user_id in slot.examiners:
        raise UnableToPlace(_("Nobody examines the own work."))
    _require_portfolio(enrolment)
    standing = viva_of(internship)
    if standing and standing.slot_id == slot.pk:
        return standing
    if standing and standing.outcome in LASTING:
        raise UnableToPlace(_("Your viva was held."))
    if slot.vivas.filter(cancelled_at=None).exists():
        raise UnableToPlace(_("Somebody else has booked this time. Choose another one."))
    if standing and not standing.outcome:
        _cancel(standing, at)
    viva = Viva.objects.create(internship=internship, slot=slot, booked_at=at)
    record("viva.booked", enrolment=enrolment, by=enrolment.user, at=at, data={"viva": viva.pk})
    return viva


@transaction.atomic
def sign_record(viva: Viva, account: Account, *, by, at: datetime) -> VivaRecord:
    """By one of the two examiners; it can be changed until both have signed the same outcome. Raises UnableToPlace."""
    viva = _locked(viva)
    course = _course(viva)
    if by.pk not in viva.slot.examiners:
        raise UnableToPlace(_("Only the two examiners write about this viva."))
    if viva.outcome or viva.cancelled_at:
        raise UnableToPlace(_("The viva is over: both examiners have signed."))
    if at < viva.slot.starts_at:
        raise UnableToPlace(_("The viva has not begun yet."))
    mark = _require_whole(account, course)
    _require_fitting(account.outcome, mark)
    values = {
        "questions": account.questions.strip(), "points": list(account.points), "reasons": account.reasons.strip(),
        "outcome": account.outcome, "signed_at": at,
    }  # fmt: skip
    signed, _made = VivaRecord.objects.update_or_create(viva=viva, examiner=by, defaults=values)
    _settle(viva, course, by=by, at=at)
    return signed


@transaction.atomic
def release_viva(viva: Viva, *, by, at: datetime) -> Viva:
    """By the module's leader: the mark goes to the ledger and to the learner. Released already is the same. Raises UnableToPlace."""
    viva = _locked(viva)
    course, enrolment = _course(viva), viva.internship.enrolment
    assert course.viva is not None  # noqa: S101 -- nobody books a viva that the edition does not have
    if not teaches(by, enrolment.cohort, course.module_code):
        raise UnableToPlace(_("The leader of the module releases the mark."))
    if viva.outcome not in LASTING or viva.points is None:
        raise UnableToPlace(_("Both examiners have to sign the same outcome first."))
    if viva.released_at:
        return viva
    reason = _("Mean of two examiners by the rubric: %s.") % viva.points
    record_grade(
        enrolment,
        activity_id=course.viva.activity_id,
        points=viva.points,
        max_points=Decimal(100),
        reason=reason,
        by=by,
        at=at,
    )
    release_marks([enrolment], course.viva.activity_id, by=by, at=at)
    viva.released_at, viva.released_by = at, by
    viva.save(update_fields=["released_at", "released_by"])
    return viva


def criteria_of(course: Course | None) -> list[dict]:
    return course.viva.rules["rubric"]["criteria"] if course and course.viva else []


def mark_by(course: Course, points: Sequence[int]) -> Decimal:
    return weighted_mark([criterion["weight"] for criterion in criteria_of(course)], points)


def _free(at: datetime) -> QuerySet[VivaSlot]:
    slots = VivaSlot.objects.filter(withdrawn_at=None, starts_at__gt=at + BOOK_UNTIL)
    return slots.exclude(pk__in=Viva.objects.filter(cancelled_at=None).values("slot"))


def _settle(viva: Viva, course: Course, *, by, at: datetime) -> None:
    """With two signatures under one outcome the viva is held. A revision needs a second one."""
    records = list(viva.records.order_by("pk"))
    if len(records) < 2 or records[0].outcome != records[1].outcome:
        return
    total = sum((mark_by(course, each.points) for each in records), Decimal(0))
    viva.points = (total / 2).quantize(ONE_DECIMAL, ROUND_HALF_UP)
    viva.outcome, viva.held_at = records[0].outcome, at
    viva.save(update_fields=["points", "outcome", "held_at"])
    enrolment = viva.internship.enrolment
    record("viva.held", enrolment=enrolment, by=by, at=at, data={"viva": viva.pk, "outcome": viva.outcome})
    if viva.outcome != Outcome.REVISE and course.viva:
        complete_by_others(enrolment, course.viva, by=by, at=at)


def _require_whole(account: Account, course: Course) -> Decimal:
    """The mark of one examiner."""
    criteria = criteria_of(course)
    if len(account.points) != len(criteria) or any(not 0 <= each <= 100 for each in account.points):
        raise UnableToPlace(_("Enter points from 0 to 100 for each criterion."))
    require_text(account.questions, _("Write which questions you asked."))
    require_text(account.reasons, _("Give the reasons for your points."))
    if account.outcome not in Outcome.values:
        raise UnableToPlace(_("Choose an outcome."))
    return mark_by(course, account.points)


def _require_fitting(outcome: str, mark: Decimal) -> None:
    told = {"mark": mark, "least": PASS_MARK}
    if outcome == Outcome.PASS and mark < PASS_MARK:
        raise UnableToPlace(_("Your points make %(mark)s. To pass, %(least)s are needed.") % told)
    if outcome == Outcome.FAIL and mark >= PASS_MARK:
        raise UnableToPlace(_("Your points make %(mark)s. From %(least)s on it is a pass.") % told)


def _require_free(examiners, starts_at: datetime, minutes: int) -> None:
    ends_at = starts_at + timedelta(minutes=minutes)
    near = VivaSlot.objects.filter(
        withdrawn_at=None, starts_at__lt=ends_at, starts_at__gt=starts_at - timedelta(hours=1)
    )
    busy = {
        examiner
        for slot in near
        if slot.starts_at + timedelta(minutes=slot.minutes) > starts_at
        for examiner in slot.examiners
    }
    for examiner in examiners:
        if examiner.pk in busy:
            raise UnableToPlace(_("%s examines at this time already.") % examiner.name)


def _require_portfolio(enrolment: Enrolment) -> None:
    """The examiners ask about it (form IF-7)."""
    course = course_of(enrolment.cohort.edition_id)
    if course is None or course.viva is None:
        raise UnableToPlace(_("Your edition of the programme has no viva."))
    work = work_of(enrolment, course.portfolio.activity_id) if course.portfolio else None
    if course.portfolio and (work is None or newest_submission(work) is None):
        raise UnableToPlace(_("Hand in your portfolio first. The examiners ask about it."))


def _cancel(viva: Viva, at: datetime) -> None:
    if at > viva.slot.starts_at - BOOK_UNTIL:
        raise UnableToPlace(_("Your viva begins within 24 hours. Write to the co-ordinator to move it."))
    viva.cancelled_at = at
    viva.save(update_fields=["cancelled_at"])


def _locked(viva: Viva) -> Viva:
    rows = Viva.objects.select_for_update(of=("self",))
    return rows.select_related("slot", "internship__enrolment__user", "internship__enrolment__cohort").get(
        pk=viva.pk
    )


def _course(viva: Viva) -> Course:
    course = course_of(viva.internship.enrolment.cohort.edition_id)
    assert course is not None  # noqa: S101 -- a viva is booked in an edition with an internship
    return course
