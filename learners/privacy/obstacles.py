"""Why somebody cannot be erased yet."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from courses.cohorts.models import TeachingRole
from learners.admissions.models import Application
from learners.admissions.stating import FINAL
from learners.credentials.models import AwardProposal, NameCorrection, RevocationRequest
from learners.enrolment.models import Enrolment, Outstanding
from learners.grades.models import GradeRelease
from learners.integrity.models import IntegrityCase
from learners.submissions.models import Correction

APPEAL = timedelta(days=30)
"""After the release of a mark: so long somebody may still ask for its correction."""


def obstacles_to_erasing(user, *, at: datetime) -> list[str]:
    """In sentences for the person and for the office. Empty: nothing stands against it."""
    return [
        sentence for found, sentence in (*_of_study(user, at), *_of_awards(user), *_of_staff(user)) if found
    ]


def _of_study(user, at: datetime) -> list[tuple[bool, str]]:
    mine = {"enrolment__user": user}
    running = Enrolment.objects.filter(
        user=user, state__in=(Enrolment.State.ACTIVE, Enrolment.State.INTERRUPTED)
    )
    applied = Application.objects.filter(user=user).exclude(state__in=(*FINAL, Application.State.DRAFT))
    cases = IntegrityCase.objects.filter(**mine).exclude(state=IntegrityCase.State.CLOSED)
    fresh = GradeRelease.objects.filter(**mine, released_at__gt=at - APPEAL)
    asked = Correction.objects.filter(work__enrolment__user=user, decided_at=None)
    owed = Outstanding.objects.filter(**mine, settlement=None)
    return [
        (running.exists(), _("There is a place in a cohort. Withdraw from it or complete it first.")),
        (applied.exists(), _("An application is not decided yet. Withdraw it first.")),
        (cases.exists(), _("An integrity case, or the time for its appeal, is not over.")),
        (fresh.exists(), _("A mark was released in the last 30 days. Its correction can still be asked for.")),
        (asked.exists(), _("The correction of a mark is not decided yet.")),
        (owed.exists(), _("A fee or a document is outstanding. Accounts have to be kept until it is settled.")),
    ]  # fmt: skip


def _of_awards(user) -> list[tuple[bool, str]]:
    mine = {"enrolment__user": user}
    proposed = AwardProposal.objects.filter(**mine, decision=AwardProposal.Decision.OPEN)
    revoking = RevocationRequest.objects.filter(certificate__enrolment__user=user, confirmed_at=None)
    renaming = NameCorrection.objects.filter(**mine, decision=NameCorrection.Decision.OPEN)
    return [
        (proposed.exists(), _("An award is proposed and not decided.")),
        (revoking.exists(), _("The revocation of a certificate is asked for and not decided.")),
        (renaming.exists(), _("The correction of a printed name is not decided.")),
    ]


def _of_staff(user) -> list[tuple[bool, str]]:
    teaches = TeachingRole.objects.filter(user=user)
    holds = user.is_superuser or user.groups.exists()
    return [
        (teaches.exists(), _("The person teaches in a cohort. End that role first.")),
        (holds, _("The person has a role of staff. Take the role away first.")),
    ]
