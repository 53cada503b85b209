"""What the holder shows: the public page with name and result, or its state alone."""

from datetime import datetime

from django.db import transaction

from learners.credentials.models import Certificate
from learners.events.recording import record


@transaction.atomic
def close_page(certificate: Certificate, *, at: datetime) -> Certificate:
    """From now on the page says valid or not, and nothing about the person. Closed already is the same result."""
    return _set(certificate, at, "certificate.page_closed", at=at)


@transaction.atomic
def open_page(certificate: Certificate, *, at: datetime) -> Certificate:
    return _set(certificate, None, "certificate.page_opened", at=at)


def _set(certificate: Certificate, closed_at: datetime | None, verb: str, *, at: datetime) -> Certificate:
    others = Certificate.objects.filter(pk=certificate.pk, page_closed_at__isnull=closed_at is not None)
    if others.update(page_closed_at=closed_at):
        enrolment = certificate.enrolment
        record(verb, enrolment=enrolment, by=enrolment.user, at=at, data={"certificate": certificate.pk})
    certificate.refresh_from_db()
    return certificate
