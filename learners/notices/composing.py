"""What a mail says."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

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
