"""Sends each mail once for each event and person."""

import hashlib
from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage

from learners.credentials.models import Certificate
from learners.events.models import LearningEvent
from learners.notices.composing import certificate_mail, revocation_mail
from learners.notices.models import Notice


def send_certificate_mail(event: LearningEvent, *, at: datetime) -> None:
    """Receiver of certificate.issued."""
    _send_to_holder(event, "certificate_issued", certificate_mail, at=at)


def send_revocation_mail(event: LearningEvent, *, at: datetime) -> None:
    """Receiver of certificate.revoked."""
    _send_to_holder(event, "certificate_revoked", revocation_mail, at=at)


def _send_to_holder(
    event: LearningEvent, kind: str, compose: Callable[..., EmailMessage], *, at: datetime
) -> None:
    """Runs inside the delivery's transaction: no mail without its row."""
    certificate = Certificate.objects.select_related("enrolment__user").get(pk=event.data["certificate"])
    notice, fresh = Notice.objects.get_or_create(
        event=event,
        user=certificate.enrolment.user,
        kind=kind,
        defaults={"message_id": _message_id(event), "sent_at": at},
    )
    if fresh:
        compose(certificate, message_id=notice.message_id).send()


def _message_id(event: LearningEvent) -> str:
    """Made from the event alone: a second sending after a crash carries the same, so mail programs show one."""
    host = settings.SITE_ADDRESS.split("://")[-1].split(":")[0]
    return f"<event-{event.pk}-{hashlib.sha256(event.verb.encode()).hexdigest()[:12]}@{host}>"
