"""How long the documents of an internship are kept: 24 months after the programme; marks and sums of hours stay."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from learners.placements.agreeing import FOLDER as AGREEMENTS
from learners.placements.course import last_day
from learners.placements.entering import FOLDER as LOGBOOKS
from learners.placements.logbook import HoursEntry, SupervisorLink
from learners.placements.models import Internship, Placement
from learners.placements.papers import Agreement, Evaluation, Midpoint, Objective, Plan, Signature
from learners.placements.vivas import VivaRecord

KEPT_FOR = timedelta(days=730)
GONE = "–"
"""What stands where a text was."""


@dataclass(frozen=True)
class Forgotten:
    internships: int
    files: int


def due_internships(*, at: datetime) -> list[Internship]:
    """Whose programme ended 24 months ago, extensions included."""
    kept = Internship.objects.filter(forgotten_at=None).select_related("enrolment__cohort").order_by("pk")
    return [each for each in kept if last_day(each.enrolment, each.extra_weeks) + KEPT_FOR < at.date()]


def files_of(internship: Internship) -> list[tuple]:
    """Folder and name of each file that is kept."""
    agreements = Agreement.objects.filter(placement__internship=internship).exclude(stored_name="")
    signatures = Signature.objects.filter(agreement__placement__internship=internship).exclude(stored_name="")
    entries = HoursEntry.objects.filter(placement__internship=internship).exclude(evidence_name="")
    return [
        *((AGREEMENTS, name) for name in agreements.values_list("stored_name", flat=True)),
        *((AGREEMENTS, name) for name in signatures.values_list("stored_name", flat=True)),
        *((LOGBOOKS, name) for name in entries.values_list("evidence_name", flat=True)),
    ]


def forget_documents(*, at: datetime, dry_run: bool = False) -> Forgotten:
    """Delete what is due; with dry_run only count it. Safe to run twice."""
    due = due_internships(at=at)
    files = sum(len(files_of(each)) for each in due)
    if not dry_run:
        for internship in due:
            _forget(internship, at)
    return Forgotten(len(due), files)


def _forget(internship: Internship, at: datetime) -> None:
    files = files_of(internship)
    with transaction.atomic():
        _empty_rows(internship)
        Internship.objects.filter(pk=internship.pk).update(forgotten_at=at)
    # After the rows: a crash in between leaves a file without a row, never a row without its file.
    for folder, name in files:
        folder.erase(name)


def _empty_rows(internship: Internship) -> None:
    of = {"placement__internship": internship}
    Agreement.objects.filter(**of).update(stored_name="", facts={}, reason="")
    Signature.objects.filter(agreement__placement__internship=internship).update(
        stored_name="", name=GONE, consent=GONE
    )
    HoursEntry.objects.filter(**of).update(
        activity=GONE, evidence_url="", evidence_name="", evidence_type="", late_reason="", note=""
    )
    Plan.objects.filter(**of).update(resources=GONE, capstone=GONE, meetings=GONE, answer="")
    Objective.objects.filter(plan__placement__internship=internship).update(
        text=GONE, deliverable=GONE, evidence=GONE, risk=GONE
    )
    Midpoint.objects.filter(**of).update(
        works=GONE, does_not=GONE, changes="", wellbeing=GONE, remarks="", supervisor_remarks=GONE, answer=""
    )
    Evaluation.objects.filter(**of).update(comments={}, strengths="", advice="", name=GONE)
    VivaRecord.objects.filter(viva__internship=internship).update(questions=GONE, reasons=GONE)
    SupervisorLink.objects.filter(**of).delete()
    Placement.objects.filter(internship=internship).update(
        supervisor_name=GONE, supervisor_function=GONE, supervisor_email="gone@invalid.example", task=GONE, benefit="",
        conflict="", answer="", ending_reason="",
    )  # fmt: skip
