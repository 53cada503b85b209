"""What a mail says."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from learners.credentials.issuer import issuer_address
from learners.credentials.models import Certificate
from learners.credentials.verifying import award_in_full


def certificate_mail(certificate: Certificate, *, message_id: str) -> EmailMessage:
    text = render_to_string(
        "email/certificate_issued.txt",
        {
            "facts": certificate.facts,
            "award": award_in_full(certificate.facts),
            "site_name": settings.SITE_NAME,
            "address": settings.SITE_ADDRESS,
        },
    )
    return EmailMessage(
        subject=_("Your certificate is issued"),
        body=text,
        to=[certificate.enrolment.user.email],
        headers={"Message-ID": message_id},
    )


def revocation_mail(certificate: Certificate, *, message_id: str) -> EmailMessage:
    """Repeats no fact of the certificate: it may have been revoked because they are wrong."""
    text = render_to_string(
        "email/certificate_revoked.txt",
        {
            "certificate": certificate,
            "name": certificate.enrolment.user.name,
            "issuer_address": issuer_address(),
            "site_name": settings.SITE_NAME,
            "address": settings.SITE_ADDRESS,
        },
    )
    return EmailMessage(
        subject=_("Your certificate was revoked"),
        body=text,
        to=[certificate.enrolment.user.email],
        headers={"Message-ID": message_id},
    )
