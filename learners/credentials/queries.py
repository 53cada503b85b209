"""What stands in the register of awards: proposals, certificates, requests to revoke."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from courses.cohorts.models import Cohort
from learners.credentials.models import AwardProposal, Certificate, RevocationRequest


@dataclass(frozen=True)
class Register:
    """The latest of each, by enrolment."""

    proposals: dict[int, AwardProposal]
    certificates: dict[int, Certificate]
    revocations: dict[int, RevocationRequest]
    """Requests that nobody has confirmed yet."""


def register_of(enrolments: Iterable[int]) -> Register:
    """Three queries, however many enrolments there are."""
    ids = list(enrolments)
    proposals = AwardProposal.objects.filter(enrolment__in=ids).select_related("proposed_by", "decided_by")
    certificates = Certificate.objects.filter(enrolment__in=ids).select_related("approved_by", "issued_by")
    requests = RevocationRequest.objects.filter(certificate__enrolment__in=ids, confirmed_at=None)
    return Register(
        proposals={proposal.enrolment_id: proposal for proposal in proposals.order_by("pk")},
        certificates={certificate.enrolment_id: certificate for certificate in certificates.order_by("pk")},
        revocations={
            request.certificate.enrolment_id: request
            for request in requests.select_related("certificate", "asked_by").order_by("pk")
        },
    )


def award_cohorts(user):
    """All cohorts, the latest first, with the number of learners, of certificates, and of what waits for this person."""
    open_proposal = Q(enrolments__award_proposals__decision=AwardProposal.Decision.OPEN)
    by_others = ~Q(enrolments__award_proposals__proposed_by=user) & ~Q(enrolments__user=user)
    return Cohort.objects.annotate(
        learners=Count("enrolments", distinct=True),
        issued=Count(
            "enrolments__certificates",
            filter=Q(enrolments__certificates__revoked_at=None),
            distinct=True,
        ),
        waiting=Count("enrolments__award_proposals", filter=open_proposal & by_others, distinct=True),
    ).order_by("-starts_on", "-pk")


def waiting_for(user) -> int:
    """How many proposals and revocations this person could decide as the second one. Two queries."""
    proposals = AwardProposal.objects.filter(decision=AwardProposal.Decision.OPEN)
    requests = RevocationRequest.objects.filter(confirmed_at=None)
    return (
        proposals.exclude(proposed_by=user).exclude(enrolment__user=user).count()
        + requests.exclude(asked_by=user).exclude(certificate__enrolment__user=user).count()
    )
