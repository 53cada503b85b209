"""Colleagues who answer too: by a personal link, without an account."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from learners.selfassessment.assessing import UnableToAssess, answered
from learners.selfassessment.models import Assessment, Respondent
from learners.selfassessment.queries import hashed

GOOD_FOR = timedelta(days=60)
MOST_INVITED = 20


@transaction.atomic
def invite(assessment: Assessment, *, label: str, at: datetime) -> str:
    """The secret part of the link. It is shown once and kept as a sum only. Raises UnableToAssess."""
    assessment = Assessment.objects.select_for_update().get(pk=assessment.pk)
    if assessment.submitted_at:
        raise UnableToAssess(_("This run was sent. Start a new one to invite colleagues."))
    if not label.strip():
        raise UnableToAssess(_("Enter whom the link is for, for example “Finance department”."))
    if assessment.respondents.filter(revoked_at=None).exclude(token_hash=None).count() >= MOST_INVITED:
        raise UnableToAssess(_("You have invited %s people. Take a link back first.") % MOST_INVITED)
    token = secrets.token_urlsafe(24)
    Respondent.objects.create(
        assessment=assessment,
        label=label.strip()[:80],
        token_hash=hashed(token),
        invited_at=at,
        expires_at=at + GOOD_FOR,
    )
    return token


@transaction.atomic
def take_back(respondent: Respondent, *, at: datetime) -> None:
    """The link opens nothing from now on, and its answers do not count. Taken back already is the same result."""
    Respondent.objects.filter(pk=respondent.pk, revoked_at=None).exclude(token_hash=None).update(
        revoked_at=at
    )


@transaction.atomic
def send_answers(respondent: Respondent, *, consent: bool, at: datetime) -> Respondent:
    """The colleague is done. Without consent the owner sees medians only. Sent already is the same result. Raises UnableToAssess."""
    respondent = (
        Respondent.objects.select_for_update(of=("self",)).select_related("assessment").get(pk=respondent.pk)
    )
    if respondent.submitted_at:
        return respondent
    if respondent.revoked_at or respondent.assessment.submitted_at:
        raise UnableToAssess(_("This assessment takes no more answers."))
    if not answered(respondent.assessment, respondent):
        raise UnableToAssess(_("Answer at least one principle first, half of its statements or more."))
    respondent.submitted_at, respondent.consented_at = at, at if consent else None
    respondent.save(update_fields=["submitted_at", "consented_at"])
    return respondent
