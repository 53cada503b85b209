"""Reads of self-assessments."""

import hashlib
from datetime import datetime

from django.db.models import QuerySet

from learners.enrolment.models import Enrolment
from learners.progress.models import ActivityProgress
from learners.selfassessment.models import AnswerSheet, Assessment, Respondent


def own_assessments(user) -> list[Assessment]:
    """The latest first."""
    runs = Assessment.objects.filter(owner=user).select_related("activity")
    return list(runs.order_by("-started_at", "-pk"))


def run_of_activity(enrolment: Enrolment, activity_id: int) -> Assessment | None:
    return Assessment.objects.filter(enrolment=enrolment, activity_id=activity_id).first()


def owner_of(assessment: Assessment) -> Respondent:
    return assessment.respondents.get(token_hash=None)


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def respondent_by_link(token: str, *, at: datetime) -> Respondent | None:
    """Nobody for a wrong, revoked or expired link."""
    links = Respondent.objects.filter(token_hash=hashed(token), revoked_at=None, expires_at__gt=at)
    return links.select_related("assessment__owner").first()


def invited(assessment: Assessment) -> list[Respondent]:
    return list(assessment.respondents.exclude(token_hash=None).order_by("invited_at", "pk"))


def sheets_of(respondent: Respondent) -> dict[int, AnswerSheet]:
    return {sheet.number: sheet for sheet in respondent.sheets.all()}


def completed_codes(assessment: Assessment) -> set[str]:
    """What its owner has completed in the programme."""
    rows = ActivityProgress.objects.filter(enrolment__user=assessment.owner_id, completed_at__isnull=False)
    return set(rows.values_list("activity__code", flat=True))


def counted_sheets(assessment: Assessment) -> QuerySet[AnswerSheet]:
    """Of the owner, and of those who have sent their answers and whose link was not taken back."""
    sheets = AnswerSheet.objects.filter(respondent__assessment=assessment, respondent__revoked_at=None)
    sheets = sheets.exclude(respondent__token_hash__isnull=False, respondent__submitted_at=None)
    return sheets.select_related("respondent").order_by("number", "respondent_id")
