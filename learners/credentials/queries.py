"""What stands in the register of awards: proposals, certificates, requests to revoke."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from courses.cohorts.models import Cohort
from learners.credentials.models import (
    AwardKind,
    AwardProposal,
    BoardLine,
    Certificate,
    Dossier,
    NameConfirmation,
    NameCorrection,
    RevocationRequest,
)
from learners.enrolment.models import Enrolment

Part = tuple[int, str, str]
"""Enrolment, kind and scope of an award. The certificate itself has no scope."""


@dataclass(frozen=True)
class Register:
    """The latest of each, by enrolment and part."""

    proposals: dict[Part, AwardProposal]
    certificates: dict[Part, Certificate]
    revocations: dict[Part, RevocationRequest]
    """Requests that nobody has confirmed yet."""
    names: dict[int, set[str]]
    """By enrolment: printed names that the learner has confirmed."""


def register_of(enrolments: Iterable[int]) -> Register:
    """Of certificates and exit awards. Four queries, however many enrolments there are."""
    ids = list(enrolments)
    proposals = AwardProposal.objects.filter(enrolment__in=ids).select_related("proposed_by", "decided_by")
    certificates = Certificate.objects.filter(enrolment__in=ids).select_related("approved_by", "issued_by")
    requests = RevocationRequest.objects.filter(certificate__enrolment__in=ids, confirmed_at=None)
    requests = requests.select_related("certificate", "asked_by")
    return Register(
        proposals={part_of(each): each for each in proposals.order_by("pk")},
        certificates={part_of(each): each for each in certificates.order_by("pk")},
        revocations={part_of(each.certificate): each for each in requests.order_by("pk")},
        names=_names_confirmed(ids),
    )


def part_of(award: AwardProposal | Certificate) -> Part:
    return award.enrolment_id, award.kind, award.scope


def _names_confirmed(enrolments: Iterable[int]) -> dict[int, set[str]]:
    """By enrolment: the printed names that the learner has confirmed. One query."""
    names: dict[int, set[str]] = {}
    rows = NameConfirmation.objects.filter(enrolment__in=list(enrolments))
    for enrolment_id, name in rows.values_list("enrolment", "name"):
        names.setdefault(enrolment_id, set()).add(name)
    return names


def latest_certificate(enrolment: Enrolment) -> Certificate | None:
    """The one that counts, or the revoked one that nothing has replaced."""
    return enrolment.certificates.filter(kind=AwardKind.CERTIFICATE).order_by("-pk").first()


def dossier_of(certificate: Certificate | None) -> Dossier | None:
    """The chain that was kept at issue; None for what is older than the chains."""
    return Dossier.objects.filter(certificate=certificate).first() if certificate else None


def board_lines_of(enrolments: Iterable[int]) -> dict[int, BoardLine]:
    """What the last board saw of each. One query."""
    lines = BoardLine.objects.filter(enrolment__in=list(enrolments)).select_related("meeting")
    return {line.enrolment_id: line for line in lines.order_by("pk")}


def has_confirmed(enrolment: Enrolment, name: str) -> bool:
    return enrolment.name_confirmations.filter(name=name).exists()


def open_correction(enrolment: Enrolment) -> NameCorrection | None:
    return enrolment.name_corrections.filter(decision=NameCorrection.Decision.OPEN).first()


def last_correction(enrolment: Enrolment) -> NameCorrection | None:
    return enrolment.name_corrections.order_by("-pk").first()


def proposals_for(user) -> QuerySet[AwardProposal]:
    """The open proposals that this person could decide as the second one."""
    proposals = AwardProposal.objects.filter(decision=AwardProposal.Decision.OPEN)
    return proposals.exclude(proposed_by=user).exclude(enrolment__user=user)


def revocations_for(user) -> QuerySet[RevocationRequest]:
    """The requests to revoke that this person could confirm as the second one."""
    requests = RevocationRequest.objects.filter(confirmed_at=None)
    return requests.exclude(asked_by=user).exclude(certificate__enrolment__user=user)


def exits_waiting_for(user, cohort: Cohort) -> int:
    """Decisions on statements and records of this cohort that wait for this person. Two queries."""
    proposals = proposals_for(user).filter(enrolment__cohort=cohort).exclude(kind=AwardKind.CERTIFICATE)
    revocations = revocations_for(user).filter(certificate__enrolment__cohort=cohort)
    return proposals.count() + revocations.exclude(certificate__kind=AwardKind.CERTIFICATE).count()


def waiting_for(user) -> int:
    """How many decisions wait for this person. Two queries."""
    return proposals_for(user).count() + revocations_for(user).count()


def award_cohorts(user) -> QuerySet[Cohort]:
    """All cohorts, the latest first, with the number of learners, of certificates, and of what waits for this person."""
    return Cohort.objects.annotate(
        learners=Count("enrolments", distinct=True),
        issued=Count(
            "enrolments__certificates",
            filter=Q(enrolments__certificates__revoked_at=None)
            & Q(enrolments__certificates__kind=AwardKind.CERTIFICATE),
            distinct=True,
        ),
        waiting=_per_cohort(proposals_for(user), "enrolment__cohort")
        + _per_cohort(revocations_for(user), "certificate__enrolment__cohort"),
    ).order_by("-starts_on", "-pk")


def _per_cohort(rows: QuerySet, cohort: str) -> Coalesce:
    # A subquery of its own: joined to the other counts, the rows would multiply.
    of_this_cohort = rows.filter(**{cohort: OuterRef("pk")}).order_by().values(cohort)
    return Coalesce(Subquery(of_this_cohort.annotate(count=Count("pk")).values("count")), 0)
