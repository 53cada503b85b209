"""What stands in the register of awards: proposals, certificates, requests to revoke."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from courses.cohorts.models import Cohort
from learners.credentials.models import (
    AwardProposal,
    BoardLine,
    Certificate,
    NameConfirmation,
    NameCorrection,
    RevocationRequest,
)
from learners.enrolment.models import Enrolment


@dataclass(frozen=True)
class Register:
    """The latest of each, by enrolment."""

    proposals: dict[int, AwardProposal]
    certificates: dict[int, Certificate]
    revocations: dict[int, RevocationRequest]
    """Requests that nobody has confirmed yet."""
    names: dict[int, set[str]]
    """Printed names that the learner has confirmed."""


def register_of(enrolments: Iterable[int]) -> Register:
    """Four queries, however many enrolments there are."""
    ids = list(enrolments)
    proposals = AwardProposal.objects.filter(enrolment__in=ids).select_related("proposed_by", "decided_by")
    certificates = Certificate.objects.filter(enrolment__in=ids).select_related("approved_by", "issued_by")
    requests = RevocationRequest.objects.filter(certificate__enrolment__in=ids, confirmed_at=None)
    names: dict[int, set[str]] = {}
    for enrolment_id, name in NameConfirmation.objects.filter(enrolment__in=ids).values_list(
        "enrolment", "name"
    ):
        names.setdefault(enrolment_id, set()).add(name)
    return Register(
        names=names,
        proposals={proposal.enrolment_id: proposal for proposal in proposals.order_by("pk")},
        certificates={certificate.enrolment_id: certificate for certificate in certificates.order_by("pk")},
        revocations={
            request.certificate.enrolment_id: request
            for request in requests.select_related("certificate", "asked_by").order_by("pk")
        },
    )


def latest_certificate(enrolment: Enrolment) -> Certificate | None:
    """The one that counts, or the revoked one that nothing has replaced."""
    return enrolment.certificates.order_by("-pk").first()


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


def waiting_for(user) -> int:
    """How many decisions wait for this person. Two queries."""
    return proposals_for(user).count() + revocations_for(user).count()


def award_cohorts(user) -> QuerySet[Cohort]:
    """All cohorts, the latest first, with the number of learners, of certificates, and of what waits for this person."""
    return Cohort.objects.annotate(
        learners=Count("enrolments", distinct=True),
        issued=Count(
            "enrolments__certificates",
            filter=Q(enrolments__certificates__revoked_at=None),
            distinct=True,
        ),
        waiting=_per_cohort(proposals_for(user), "enrolment__cohort")
        + _per_cohort(revocations_for(user), "certificate__enrolment__cohort"),
    ).order_by("-starts_on", "-pk")


def _per_cohort(rows: QuerySet, cohort: str) -> Coalesce:
    # A subquery of its own: joined to the other counts, the rows would multiply.
    of_this_cohort = rows.filter(**{cohort: OuterRef("pk")}).order_by().values(cohort)
    return Coalesce(Subquery(of_this_cohort.annotate(count=Count("pk")).values("count")), 0)
