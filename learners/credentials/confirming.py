"""The printed name: seen and confirmed by the learner before anything is issued, or corrected by the office."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log

from content.base.errors import RuleError
from learners.credentials.models import NameConfirmation, NameCorrection
from learners.credentials.names import mixes_alphabets, name_to_print
from learners.credentials.queries import has_confirmed, open_correction
from learners.credentials.rendering import require_printable
from learners.enrolment.models import Enrolment, LearnerProfile
from learners.enrolment.names import NotPrintable, printable_name
from learners.events.recording import record

MISSING_EVIDENCE = gettext_lazy("Say which document shows the name, for example your passport.")
MISSING_REASON = gettext_lazy("Enter the reason. The learner will read it.")


class UnableToConfirm(RuleError):
    pass


@transaction.atomic
def confirm_name(enrolment: Enrolment, *, name: str, at: datetime) -> NameConfirmation:
    """name: what stood on the page. Confirmed already is the same result."""
    enrolment = _locked(enrolment)
    if name != name_to_print(enrolment):
        raise UnableToConfirm(_("The name has changed since you opened the page. Read it again."))
    if open_correction(enrolment):
        raise UnableToConfirm(_("You asked for another name. Wait for the answer of the office."))
    require_printable(name)
    confirmation, made = NameConfirmation.objects.get_or_create(
        enrolment=enrolment, name=name, defaults={"confirmed_at": at}
    )
    if made:
        record("name.confirmed", enrolment=enrolment, by=enrolment.user, at=at)
    return confirmation


@transaction.atomic
def ask_for_correction(enrolment: Enrolment, *, wanted: str, evidence: str, at: datetime) -> NameCorrection:
    """The name that is asked for must be one that can be printed. Asked already is refused: one at a time."""
    enrolment = _locked(enrolment)
    wanted = printable_name(wanted)
    if not evidence.strip():
        raise UnableToConfirm(str(MISSING_EVIDENCE))
    if open_correction(enrolment):
        raise UnableToConfirm(_("You asked for another name already. Wait for the answer of the office."))
    if wanted == name_to_print(enrolment):
        raise UnableToConfirm(_("This is the name that will be printed. Confirm it."))
    require_printable(wanted)
    correction = NameCorrection.objects.create(
        enrolment=enrolment, wanted_name=wanted, evidence=evidence.strip(), asked_at=at
    )
    record("name.correction_asked", enrolment=enrolment, by=enrolment.user, at=at)
    return correction


@transaction.atomic
def correct_name(correction: NameCorrection, *, by, at: datetime) -> NameCorrection:
    """The profile takes the name that the learner asked for, so the learner need not confirm it again."""
    correction = _open(correction, by)
    LearnerProfile.objects.filter(user=correction.enrolment.user).update(printed_name=correction.wanted_name)
    _decide(correction, NameCorrection.Decision.MADE, by=by, at=at)
    NameConfirmation.objects.get_or_create(
        enrolment=correction.enrolment,
        name=correction.wanted_name,
        defaults={"confirmed_at": correction.asked_at},
    )
    return correction


@transaction.atomic
def refuse_correction(correction: NameCorrection, *, by, at: datetime, reason: str) -> NameCorrection:
    correction = _open(correction, by)
    if not reason.strip():
        raise UnableToConfirm(str(MISSING_REASON))
    _decide(correction, NameCorrection.Decision.REFUSED, by=by, at=at, reason=reason.strip())
    return correction


def require_confirmed(enrolment: Enrolment) -> None:
    """Raise UnableToConfirm unless the learner has confirmed the very name that would be printed."""
    if open_correction(enrolment):
        raise UnableToConfirm(_("The learner asked for another name on the certificate. Decide that first."))
    if not has_confirmed(enrolment, name_to_print(enrolment)):
        raise UnableToConfirm(_("The learner has not confirmed the printed name yet."))


def is_confirmed(enrolment: Enrolment) -> bool:
    """Whether the name that would be printed today is the one that the learner has confirmed."""
    try:
        return has_confirmed(enrolment, name_to_print(enrolment))
    except NotPrintable:
        return False


def doubts_about(name: str) -> list[str]:
    """Why somebody should compare the name with the identity document before it is issued."""
    doubts = []
    if mixes_alphabets(name):
        doubts.append(
            _(
                "The printed name “%s” mixes letters of two alphabets that look alike. Compare it with the identity document."
            )
            % name
        )
    try:
        require_printable(printable_name(name))
    except NotPrintable as refusal:
        doubts.append(str(refusal))
    return doubts


def _locked(enrolment: Enrolment) -> Enrolment:
    enrolments = Enrolment.objects.select_for_update(of=("self",)).select_related("user__profile")
    return enrolments.get(pk=enrolment.pk)


def _open(correction: NameCorrection, by) -> NameCorrection:
    _locked(correction.enrolment)
    correction = NameCorrection.objects.select_related("enrolment__user").get(pk=correction.pk)
    if correction.decision != NameCorrection.Decision.OPEN:
        raise UnableToConfirm(_("This request is decided already."))
    if by.pk == correction.enrolment.user_id:
        raise UnableToConfirm(_("Nobody decides on the own name."))
    return correction


def _decide(correction: NameCorrection, decision: str, *, by, at: datetime, reason: str = "") -> None:
    correction.decision, correction.decided_by, correction.decided_at = decision, by, at
    correction.reason = reason
    correction.save(update_fields=["decision", "decided_by", "decided_at", "reason"])
    enrolment = correction.enrolment
    verb = "corrected" if decision == NameCorrection.Decision.MADE else "correction_refused"
    record(f"name.{verb}", enrolment=enrolment, by=by, at=at, data={"correction": correction.pk})
    data = {"correction": correction.pk, "reason": reason}
    log(
        instance=enrolment,
        action=f"campus.name_{verb}",
        user=by,
        timestamp=at,
        title=enrolment.user.name,
        data=data,
    )
