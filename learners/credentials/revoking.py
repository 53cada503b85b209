"""How a certificate is taken back: one person asks, a second one confirms."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log

from content.base.errors import RuleError
from learners.credentials.models import AwardKind, Certificate, RevocationRequest
from learners.events.recording import record

MISSING_REASON = gettext_lazy("Enter the reason for the revocation. The holder will read it.")


class UnableToRevoke(RuleError):
    pass


@transaction.atomic
def ask_for_revocation(certificate: Certificate, *, by, at: datetime, reason: str) -> RevocationRequest:
    """The first of two persons. Nothing changes for the public yet. Asked already is the same result."""
    certificate = _locked(certificate.pk)
    if certificate.revoked_at:
        raise UnableToRevoke(_("This certificate is revoked already."))
    _refuse_own(certificate, by)
    if not reason.strip():
        raise UnableToRevoke(MISSING_REASON)
    existing = certificate.revocation_requests.filter(confirmed_at=None).first()
    if existing:
        return existing
    request = RevocationRequest.objects.create(
        certificate=certificate, asked_by=by, asked_at=at, reason=reason.strip()
    )
    data = {"certificate": certificate.pk, "reason": request.reason}
    record("revocation.asked", enrolment=certificate.enrolment, by=by, at=at, data=data)
    _log(certificate, "campus.revocation_asked", by=by, at=at, data=data)
    return request


@transaction.atomic
def confirm_revocation(request: RevocationRequest, *, by, at: datetime) -> Certificate:
    """The second of two persons. From now on the public page says “not valid, revoked on …”.

    That stays so for ever; after a new award the page also leads to the certificate that took its place.
    """
    certificate = _locked(request.certificate_id)
    if certificate.revoked_at:
        return certificate
    request = RevocationRequest.objects.get(pk=request.pk)
    _refuse_own(certificate, by)
    if by.pk == request.asked_by_id:
        raise UnableToRevoke(_("You asked for this revocation. A second person has to confirm it."))
    RevocationRequest.objects.filter(pk=request.pk).update(confirmed_by=by, confirmed_at=at)
    Certificate.objects.filter(pk=certificate.pk).update(
        revoked_at=at, revoked_by=by, revoked_reason=request.reason
    )
    data = {"certificate": certificate.pk, "reason": request.reason}
    is_whole = certificate.kind == AwardKind.CERTIFICATE
    verb = "certificate.revoked" if is_whole else "exit_award.revoked"
    record(verb, enrolment=certificate.enrolment, by=by, at=at, data=data)
    _log(certificate, "campus.certificate_revoked", by=by, at=at, data=data)
    certificate.refresh_from_db()
    return certificate


def _log(certificate: Certificate, action: str, *, by, at: datetime, data: dict) -> None:
    # Titled by the person: a serial opens the public page, so it stands in no list but the award desk's.
    person = certificate.enrolment.user.name
    log(instance=certificate, action=action, user=by, timestamp=at, title=person, data=data)


def _locked(certificate_id: int) -> Certificate:
    certificates = Certificate.objects.select_for_update(of=("self",)).select_related("enrolment__user")
    return certificates.get(pk=certificate_id)


def _refuse_own(certificate: Certificate, by) -> None:
    if by.pk == certificate.enrolment.user_id:
        raise UnableToRevoke(_("Nobody decides on the own certificate."))
