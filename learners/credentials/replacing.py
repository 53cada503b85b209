"""Revocation and successor in one step, by two persons: for a name or a fact that was wrong on the paper."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from learners.credentials.issuing import approve_award, propose_award
from learners.credentials.models import AwardKind, Certificate, RevocationRequest
from learners.credentials.revoking import UnableToRevoke, ask_for_revocation, confirm_revocation


@transaction.atomic
def ask_for_replacement(certificate: Certificate, *, by, at: datetime, reason: str) -> RevocationRequest:
    """The first of two persons. Nothing changes for the public yet. Asked already is the same result."""
    if certificate.kind != AwardKind.CERTIFICATE:
        raise UnableToRevoke(_("Only the certificate itself is replaced in one step. Revoke this one first."))
    existing = certificate.revocation_requests.filter(confirmed_at=None).first()
    if existing and not existing.with_successor:
        raise UnableToRevoke(_("Somebody has asked to revoke this certificate. Decide that first."))
    request = ask_for_revocation(certificate, by=by, at=at, reason=reason)
    if request.with_successor:
        return request
    RevocationRequest.objects.filter(pk=request.pk).update(with_successor=True)
    request.refresh_from_db()
    return request


@transaction.atomic
def confirm_replacement(request: RevocationRequest, *, by, at: datetime) -> Certificate:
    """The second of two persons. The old certificate is revoked and its successor issued, or neither.

    The rules are checked again and the facts are those of today. Returns the successor; confirmed already is the same result.
    """
    certificate = Certificate.objects.select_for_update().get(pk=request.certificate_id)
    successor = Certificate.objects.filter(replaces=certificate).first()
    if successor:
        return successor
    request = RevocationRequest.objects.select_related("asked_by").get(pk=request.pk)
    if not request.with_successor:
        raise UnableToRevoke(_("This request asks for a revocation alone."))
    confirm_revocation(request, by=by, at=at)
    proposal = propose_award(certificate.enrolment, by=request.asked_by, at=at)
    return approve_award(proposal, by=by, at=at)


def chain_of(certificate: Certificate) -> list[Certificate]:
    """All certificates of this award, the latest first: each took the place of the one behind it."""
    award = {"enrolment": certificate.enrolment_id, "kind": certificate.kind, "scope": certificate.scope}
    return list(Certificate.objects.filter(**award).select_related("revoked_by").order_by("-pk"))
