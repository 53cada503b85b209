"""Mails to supervisors at hosts. They have no account, so no Notice is kept: the event and the link tell of it."""

from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.formats import date_format

from learners.events.models import LearningEvent
from learners.notices.kinds import BY_VERB
from learners.notices.sending import message_id
from learners.notices.wording import words_of
from learners.placements.counting import in_hours
from learners.placements.linking import VALID_FOR, make_link
from learners.placements.links.waiting import waiting_for_supervisor
from learners.placements.models import Placement
from learners.placements.moving import host_name
from learners.placements.papers import Evaluation


def send_to_supervisor(event: LearningEvent, *, at: datetime) -> None:
    """Receiver of the events that ask a supervisor. The link is made here and stands in the mail alone.

    Nothing is sent when the placement ended meanwhile. A crash between sending and keeping sends a second mail whose
    link works; that of the first does not.
    """
    placement = _placement(event)
    if placement.state in (Placement.State.ENDED, Placement.State.REFUSED):
        return
    Placement.objects.filter(pk=placement.pk).update(asked_at=event.at)  # no reminder for two weeks
    tasks = waiting_for_supervisor(placement, at=at).sentences
    values = _values(placement) | {
        "message": event.data.get("message", ""),
        "tasks": "\n".join(f"- {task}" for task in tasks),
        "until": date_format(at + VALID_FOR, "j F Y"),
        "link": settings.SITE_ADDRESS + reverse("supervise", args=[make_link(placement, at=at)]),
    }
    _send(event, placement, values)


def thank_supervisor(event: LearningEvent, *, at: datetime) -> None:
    """Receiver of an evaluation that was sent: a receipt, without a link."""
    placement = _placement(event)
    evaluation = Evaluation.objects.filter(placement=placement, sent_at__isnull=False).first()
    if evaluation is None:  # it is being changed
        return
    hours = in_hours(evaluation.confirmed_quarters or 0)
    values = _values(placement) | {"until": date_format(evaluation.sent_at or at, "j F Y"), "hours": hours}
    _send(event, placement, values, verb="supervisor.thanked")


def _placement(event: LearningEvent) -> Placement:
    rows = Placement.objects.select_related(
        "internship__enrolment__user", "internship__enrolment__cohort", "host"
    )
    return rows.get(pk=event.data["placement"])


def _values(placement: Placement) -> dict[str, str]:
    return {
        "name": placement.supervisor_name,
        "learner": placement.internship.enrolment.user.name,
        "host": host_name(placement),
        "programme": settings.SITE_NAME,
    }


def _send(
    event: LearningEvent, placement: Placement, values: dict[str, str], verb: str = "supervisor.asked"
) -> None:
    text = words_of(BY_VERB[verb], values)
    headers = {"Message-ID": message_id(event)}
    EmailMessage(
        subject=text.subject, body=text.body, to=[placement.supervisor_email], headers=headers
    ).send()
