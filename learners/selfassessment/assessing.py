"""Answering: starting a run, saving a principle, sending it in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from content.base.errors import RuleError
from content.maturity.queries import Sheet, published_versions, sheet_of
from courses.editions.plan import PlannedActivity
from learners.enrolment.models import Enrolment
from learners.progress.completing import complete, open_activity
from learners.selfassessment.models import AnswerSheet, Assessment, Respondent
from learners.selfassessment.queries import owner_of, run_of_activity, sheets_of

ANSWERS = (0, 1, 2, None)
LONGEST_NOTE = 400
MOST_WEIGHT = 3


class UnableToAssess(RuleError):
    """The answers cannot be saved or sent like this."""


@dataclass(frozen=True)
class Saved:
    kept: bool
    """False: newer answers were there, and nothing changed."""
    sheet: AnswerSheet


@transaction.atomic
def start_assessment(
    owner,
    *,
    administration: str,
    at: datetime,
    enrolment: Enrolment | None = None,
    planned: PlannedActivity | None = None,
) -> Assessment:
    """A new run on the sheets as they are published now; the run of an activity is made once. Raises UnableToAssess, NotOpen."""
    if not administration.strip():
        raise UnableToAssess(_("Enter the administration, organisation or sector that you look at."))
    pins = published_versions()
    if not pins:
        raise UnableToAssess(_("The self-assessment is not published yet."))
    if enrolment and planned:
        Enrolment.objects.select_for_update(no_key=True).get(pk=enrolment.pk)
        if found := run_of_activity(enrolment, planned.activity_id):
            return found
        open_activity(enrolment, planned, at=at)
    run = Assessment.objects.create(
        owner=owner,
        enrolment=enrolment,
        activity_id=planned.activity_id if planned else None,
        administration=administration.strip(),
        pins={str(number): revision for number, revision in pins.items()},
        started_at=at,
    )
    Respondent.objects.create(assessment=run)
    return run


@transaction.atomic
def adopt_trial(assessment: Assessment, user) -> None:
    """What a visitor tried becomes the person's own after the sign-in. Somebody's already stays with that person."""
    Assessment.objects.filter(pk=assessment.pk, owner=None).update(owner=user)


def pinned(assessment: Assessment, number: int) -> Sheet | None:
    """The sheet on which this run is answered, whatever was edited since."""
    revision = assessment.pins.get(str(number))
    return sheet_of(revision) if revision else None


def principles_of(assessment: Assessment) -> list[int]:
    return sorted(int(number) for number in assessment.pins)


@transaction.atomic
def save_sheet(
    respondent: Respondent,
    number: int,
    *,
    answers: Mapping[str, int | None],
    notes: Mapping[str, str],
    sequence: int,
    at: datetime,
) -> Saved:
    """Keep what was answered, complete or not. A saving with an old sequence changes nothing. Raises UnableToAssess."""
    respondent = (
        Respondent.objects.select_for_update(of=("self",)).select_related("assessment").get(pk=respondent.pk)
    )
    sheet = pinned(respondent.assessment, number)
    if sheet is None:
        raise UnableToAssess(_("This principle is not part of the run."))
    _require_open(respondent)
    known = {statement.code for statement in sheet.statements}
    kept = {code: value for code, value in answers.items() if code in known and value in ANSWERS}
    evidence = {
        code: note.strip()[:LONGEST_NOTE] for code, note in notes.items() if code in known and note.strip()
    }
    stored = AnswerSheet.objects.filter(respondent=respondent, number=number).first()
    if stored and sequence <= stored.sequence:
        return Saved(stored.answers == kept and stored.notes == evidence, stored)
    values = {"answers": kept, "notes": evidence, "sequence": sequence, "saved_at": at}
    row, _made = AnswerSheet.objects.update_or_create(respondent=respondent, number=number, defaults=values)
    return Saved(True, row)


@transaction.atomic
def submit_assessment(assessment: Assessment, *, at: datetime, least: int = 1) -> Assessment:
    """The answers stand from now on. Submitted already is the same result. Raises UnableToAssess.

    least: principles that must be answered.
    """
    assessment = Assessment.objects.select_for_update().get(pk=assessment.pk)
    if assessment.submitted_at:
        return assessment
    done = answered(assessment, owner_of(assessment))
    if len(done) < least:
        raise UnableToAssess(
            _(
                "You have answered %(done)s principles. Answer at least %(least)s, half of the statements of each or more."
            )
            % {"done": len(done), "least": least}
        )
    assessment.submitted_at = at
    assessment.save(update_fields=["submitted_at"])
    return assessment


@transaction.atomic
def submit_for_programme(assessment: Assessment, planned: PlannedActivity, *, by, at: datetime) -> Assessment:
    """The same for the baseline and the final run, whose activity is completed by it. Raises UnableToAssess, NotOpen."""
    sent = submit_assessment(assessment, at=at, least=least_of(planned))
    assert sent.enrolment is not None  # noqa: S101 -- a constraint of the table
    complete(sent.enrolment, planned, by=by, at=at)
    return sent


def least_of(planned: PlannedActivity | None) -> int:
    """Principles in a baseline or final run (specification, M01-L08); in one of the person's own any one will do."""
    return planned.rules["least"] if planned else 1


def answered(assessment: Assessment, respondent: Respondent) -> list[int]:
    """The principles of which this person knows half of the statements or more."""
    sheets = sheets_of(respondent)
    return [
        number for number in principles_of(assessment) if _is_enough(assessment, sheets.get(number), number)
    ]


def _is_enough(assessment: Assessment, stored: AnswerSheet | None, number: int) -> bool:
    sheet = pinned(assessment, number)
    if stored is None or sheet is None:
        return False
    known = sum(1 for value in stored.answers.values() if value is not None)
    return 2 * known >= len(sheet.statements)


@transaction.atomic
def set_weights(assessment: Assessment, weights: Mapping[int, int]) -> Assessment:
    """How much each principle matters to the owner, 1 to 3; others are left as they are."""
    assessment = Assessment.objects.select_for_update().get(pk=assessment.pk)
    fit = {str(number): weight for number, weight in weights.items() if 1 <= weight <= MOST_WEIGHT}
    assessment.weights = assessment.weights | fit
    assessment.save(update_fields=["weights"])
    return assessment


def _require_open(respondent: Respondent) -> None:
    if respondent.assessment.submitted_at or respondent.submitted_at:
        raise UnableToAssess(_("These answers were sent, so they do not change any more."))
    if respondent.revoked_at:
        raise UnableToAssess(_("The link was taken back. Ask the person who invited you."))
