"""Mails to people without an account who want to hear when applications open."""

from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.formats import date_format

from learners.admissions.queries import open_intake
from learners.alerts.models import IntakeAlert
from learners.events.models import LearningEvent
from learners.notices.kinds import BY_VERB
from learners.notices.sending import message_id
from learners.notices.stopping import stop_headers
from learners.notices.wording import words_of


def send_alert(event: LearningEvent, *, at: datetime) -> None:
    """Receiver of both events of an alert. Nothing is sent to an address that was deleted meanwhile.

    The last mail deletes the address in the same transaction. A crash in between sends it again, with the same id.
    """
    alert = IntakeAlert.objects.select_for_update().filter(pk=event.data["alert"]).first()
    if alert is None:
        return
    opened = event.verb == "intake_alert.opened"
    intake = open_intake(at=at) if opened else None
    if opened and intake is None:  # closed again before the mail went: wait for the next one
        IntakeAlert.objects.filter(pk=alert.pk).update(told_at=None)
        return
    values = {
        "programme": settings.SITE_NAME,
        "link": settings.SITE_ADDRESS + reverse("confirm_alert", args=[alert.key]),
        "stop": settings.SITE_ADDRESS + reverse("stop_alert", args=[alert.key]),
    }
    if intake is not None:
        values |= {
            "link": settings.SITE_ADDRESS + reverse("apply_before", args=[intake.cohort.code]),
            "cohort": intake.cohort.title,
            "until": date_format(intake.closes_at, "l j F Y"),
        }
    text = words_of(BY_VERB[event.verb], values)
    headers = {"Message-ID": message_id(event), **stop_headers(values["stop"])}
    EmailMessage(subject=text.subject, body=text.body, to=[alert.email], headers=headers).send()
    if opened:
        alert.delete()
