"""The records behind a certificate as files: rows by value, people by role, nothing that identifies third persons."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models

from courses.editions.plan import Plan, plan_of
from learners.attempts.models import AttemptItem, ItemRegrade, LateAnswer, QuizAttempt
from learners.credentials.edition_behind import EditionBehind, as_file, read_edition
from learners.credentials.models import Certificate
from learners.enrolment.models import Accommodation, CohortMove, Enrolment, Extension, Outstanding, Settlement
from learners.integrity.models import IntegrityCase, PanelVote
from learners.observations.models import AgreedMark, Contribution, Observation
from learners.peerreviews.models import PeerReview
from learners.placements.logbook import HoursEntry
from learners.placements.models import Placement
from learners.placements.papers import Agreement, Evaluation, Midpoint, Objective, Signature
from learners.placements.papers import Plan as InternshipPlan
from learners.placements.vivas import Viva, VivaRecord
from learners.progress.models import ActivityProgress
from learners.submissions.models import (
    Correction,
    Discussion,
    Mark,
    Moderation,
    Reply,
    Submission,
    Work,
    WorkFile,
)

_LEFT_OUT = {
    "supervisor_name",
    "supervisor_email",
    "stored_name",
    "plain_name",
    "original_name",
    "evidence_name",
    "client_id",
    "seed",
}
"""Names and addresses of third persons, and names of stored files."""
_NAMED = (Signature, Evaluation)
"""Their field `name` is the name of a person."""
_HEALTH = (Accommodation,)
"""Their reason is health data: how much time was given stands here, why does not."""


def files_behind(
    certificate: Certificate, *, edition_of: Callable[[int], EditionBehind] = read_edition
) -> dict[str, bytes]:
    """Name -> content. The same records give the same bytes. Each file counts its people anew, so none changes another.

    edition_of: how to come to what the whole cohort shares.
    """
    enrolment = Enrolment.objects.select_related("cohort", "user").get(pk=certificate.enrolment_id)
    plan, edition = plan_of(enrolment.cohort.edition_id), edition_of(enrolment.cohort.edition_id)
    told = {
        "certificate.json": _certificate(certificate),
        "decisions.json": _decisions(certificate, enrolment),
        "board.json": _board(certificate, enrolment),
        "texts-read.json": _texts(enrolment, plan, edition),
        "marks.json": _marks(enrolment),
        "extensions.json": _extensions(enrolment),
        "internship.json": _internship(enrolment),
        "peer-reviews.json": _peer_reviews(enrolment),
        "integrity.json": _integrity(enrolment),
    }
    told |= _attempts(enrolment, plan) | _works(enrolment)
    files = edition.files | {name: as_file(content) for name, content in told.items()}
    issued = certificate.files.order_by("kind").values_list("kind", "content")
    return files | {f"issued/certificate.{kind}": bytes(content) for kind, content in issued}


class _People:
    """Who a person is, by role: the learner, another learner, or staff by number within one file."""

    def __init__(self, enrolment: Enrolment) -> None:
        self.learner = enrolment
        self.staff: dict[int, str] = {}
        self.peers: dict[int, str] = {}

    def user(self, pk: int | None) -> str | None:
        if pk is None:
            return None
        if pk == self.learner.user_id:
            return "learner"
        return self.staff.setdefault(pk, f"staff {len(self.staff) + 1}")

    def enrolment(self, pk: int | None) -> str | None:
        if pk is None or pk == self.learner.pk:
            return "learner" if pk else None
        return self.peers.setdefault(pk, f"other learner {len(self.peers) + 1}")


def _row(row: models.Model, people: _People) -> dict[str, Any]:
    """All columns of a row by value, but its own number and what is left out."""
    return {
        field.name: _value(row, field, people)
        for field in row._meta.concrete_fields
        if not field.primary_key and field.name not in _left_out(row)
    }


def _left_out(row: models.Model) -> set[str]:
    if isinstance(row, _NAMED):
        return _LEFT_OUT | {"name"}
    return _LEFT_OUT | {"reason"} if isinstance(row, _HEALTH) else _LEFT_OUT


def _value(row: models.Model, field: models.Field, people: _People) -> Any:
    value = getattr(row, field.attname)
    if field.related_model is get_user_model():
        return people.user(value)
    return people.enrolment(value) if field.related_model is Enrolment else value


def _rows(rows: Iterable[models.Model], people: _People) -> list[dict]:
    return [_row(row, people) for row in rows]


def _certificate(certificate: Certificate) -> dict:
    """What was issued; what became of it later is no part of the dossier."""
    return {
        "facts": certificate.facts,
        "signature": certificate.signature,
        "public_key": certificate.key.public_key,
        "issued_at": certificate.issued_at,
        "files": {file.kind: file.sha256 for file in certificate.files.order_by("kind")},
    }


def _decisions(certificate: Certificate, enrolment: Enrolment) -> dict:
    people = _People(enrolment)
    owed = Outstanding.objects.filter(enrolment=enrolment).order_by("pk")
    settled = Settlement.objects.filter(outstanding__enrolment=enrolment).order_by("pk")
    return {
        "identity": {
            "verified_at": enrolment.identity_verified_at,
            "verified_by": people.user(enrolment.identity_verified_by_id),
        },
        "award": _row(certificate.proposal, people),
        "names_confirmed": _rows(enrolment.name_confirmations.order_by("pk"), people),
        "names_corrected": _rows(enrolment.name_corrections.order_by("pk"), people),
        "outstanding": _rows(owed, people),
        "settled": _rows(settled, people),
    }


def _board(certificate: Certificate, enrolment: Enrolment) -> list[dict]:
    """The minutes that the award stands on, as far as they are about this learner."""
    people = _People(enrolment)
    lines = enrolment.board_lines.filter(meeting__ratified_at__lte=certificate.issued_at)
    return [
        {"meeting": _row(line.meeting, people), "line": _row(line, people)}
        for line in lines.select_related("meeting").order_by("pk")
    ]


def _texts(enrolment: Enrolment, plan: Plan, edition: EditionBehind) -> list[dict]:
    """Which revision of each text the learner had, and the hash of its content."""
    rows = ActivityProgress.objects.filter(enrolment=enrolment).order_by("activity_id")
    had = [(row, planned) for row in rows if (planned := plan.by_activity(row.activity_id))]
    return [
        {
            "code": planned.code,
            "title": planned.title,
            "revision": planned.revision_id,
            "sha256": edition.texts[planned.revision_id],
            "opened_at": row.opened_at,
            "completed_at": row.completed_at,
        }
        for row, planned in had
    ]


def _marks(enrolment: Enrolment) -> dict:
    people = _People(enrolment)
    tables: dict[str, Any] = {
        "ledger": enrolment.grade_events,
        "released": enrolment.grade_releases,
        "withheld": enrolment.withholdings,
    }
    return {name: _rows(rows.order_by("pk"), people) for name, rows in tables.items()}


def _extensions(enrolment: Enrolment) -> dict:
    people = _People(enrolment)
    tables = {"extensions": Extension, "extra_time": Accommodation, "moves": CohortMove}
    return {
        name: _rows(model._default_manager.filter(enrolment=enrolment).order_by("pk"), people)
        for name, model in tables.items()
    }


def _internship(enrolment: Enrolment) -> dict:
    people = _People(enrolment)
    placements = {"placement__internship__enrolment": enrolment}
    queries = {
        "placements": Placement.objects.filter(internship__enrolment=enrolment),
        "agreements": Agreement.objects.filter(**placements).defer("facts"),
        "signatures": Signature.objects.filter(agreement__placement__internship__enrolment=enrolment),
        "plans": InternshipPlan.objects.filter(**placements),
        "objectives": Objective.objects.filter(plan__placement__internship__enrolment=enrolment),
        "hours": HoursEntry.objects.filter(**placements),
        "midpoint": Midpoint.objects.filter(**placements),
        "evaluation": Evaluation.objects.filter(**placements),
        "vivas": Viva.objects.filter(internship__enrolment=enrolment),
        "viva_records": VivaRecord.objects.filter(viva__internship__enrolment=enrolment),
    }
    told = {name: _rows(rows.order_by("pk"), people) for name, rows in queries.items()}
    for agreement in told["agreements"]:
        agreement.pop("facts")  # names of the host's people; the document is known by its sha256
    return told


def _peer_reviews(enrolment: Enrolment) -> dict:
    """Reviews that were sent: those that the learner got, and those that the learner gave."""
    people = _People(enrolment)
    sent = PeerReview.objects.filter(sent_at__isnull=False).order_by("pk")
    return {
        "received": _rows(sent.filter(author=enrolment), people),
        "given": _rows(sent.filter(reviewer=enrolment), people),
    }


def _integrity(enrolment: Enrolment) -> dict:
    people = _People(enrolment)
    votes = PanelVote.objects.filter(case__enrolment=enrolment).order_by("pk")
    cases = IntegrityCase.objects.filter(enrolment=enrolment).order_by("pk")
    return {"cases": _rows(cases, people), "votes": _rows(votes, people)}


def _attempts(enrolment: Enrolment, plan: Plan) -> dict[str, dict]:
    """A file for each attempt: each question in the version that was asked, the answer, and who marked it."""
    attempts = QuizAttempt.objects.filter(enrolment=enrolment).select_related("edition_activity__activity")
    items = AttemptItem.objects.filter(attempt__enrolment=enrolment).select_related("question")
    by_attempt: dict[int, list[AttemptItem]] = {}
    for item in items.prefetch_related("question__choices").order_by("attempt", "order"):
        by_attempt.setdefault(item.attempt_id, []).append(item)
    late = list(
        LateAnswer.objects.filter(item__attempt__enrolment=enrolment).select_related("item").order_by("pk")
    )
    regrades = ItemRegrade.objects.filter(item__attempt__enrolment=enrolment).select_related("item")
    regraded = list(regrades.order_by("pk"))
    return {
        f"attempts/{attempt.edition_activity.activity.code}-{attempt.number}.json": _attempt(
            attempt, by_attempt.get(attempt.pk, []), late, regraded, enrolment
        )
        for attempt in attempts.order_by("pk")
    }


def _attempt(attempt: QuizAttempt, items: list[AttemptItem], late, regrades, enrolment: Enrolment) -> dict:
    people = _People(enrolment)
    return {
        "attempt": _row(attempt, people),
        "items": [_row(item, people) | {"question": _question(item.question)} for item in items],
        "late_answers": _rows((row for row in late if row.item.attempt_id == attempt.pk), people),
        "regrades": _rows((row for row in regrades if row.item.attempt_id == attempt.pk), people),
    }


def _question(question) -> dict:
    return {
        "code": question.code,
        "version": question.version,
        "kind": question.kind,
        "stem": question.stem,
        "choices": [
            {"text": choice.text, "match": choice.match, "correct": choice.correct}
            for choice in sorted(question.choices.all(), key=lambda choice: choice.sort_order or 0)
        ],
    }


_OF_WORK: dict[str, type[models.Model]] = {
    "versions": Submission,
    "files": WorkFile,
    "marks": Mark,
    "discussions": Discussion,
    "moderations": Moderation,
    "corrections": Correction,
    "replies": Reply,
    "contributions": Contribution,
    "observations": Observation,
    "agreed_marks": AgreedMark,
}


def _works(enrolment: Enrolment) -> dict[str, dict]:
    """A file for each work: its versions with their text, the hashes of its files, and every judgement by role."""
    works = list(Work.objects.filter(enrolment=enrolment).select_related("activity").order_by("pk"))
    people = {work.pk: _People(enrolment) for work in works}
    told: dict[int, dict[str, Any]] = {work.pk: {"work": _row(work, people[work.pk])} for work in works}
    for name, model in _OF_WORK.items():
        for work in works:
            told[work.pk][name] = []
        for row in model._default_manager.filter(work__in=works).order_by("pk"):
            work_id = row.serializable_value("work")
            told[work_id][name].append(_row(row, people[work_id]))
    return {
        f"works/{work.activity.code}{'-resit' if work.resit else ''}.json": told[work.pk] for work in works
    }
