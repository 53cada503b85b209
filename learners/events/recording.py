"""Writes down what happened, and who has to hear of it."""

from collections.abc import Iterable

from django.conf import settings

from learners.audit.chaining import Concern, audit_each
from learners.audit.named import RECORDED
from learners.events.models import Delivery, LearningEvent


def record(
    verb: str,
    *,
    at,
    by=None,
    enrolment=None,
    activity_id: int | None = None,
    data: dict | None = None,
    person=None,
) -> LearningEvent:
    """One event with an open delivery for each of its receivers. Call it inside the transaction of the deed.

    person: whom it concerns, where there is no enrolment. Some verbs stand in the audit log too.
    """
    event = LearningEvent.objects.create(
        verb=verb, at=at, by=by, enrolment=enrolment, activity_id=activity_id, data=data or {}
    )
    receivers = settings.EVENT_RECEIVERS.get(verb, [])
    if receivers:
        Delivery.objects.bulk_create(Delivery(event=event, receiver=receiver) for receiver in receivers)
    _audit([event], person)
    return event


def record_for_each(
    verb: str,
    enrolments: Iterable,
    *,
    at,
    by=None,
    activity_id: int | None = None,
    data: dict | None = None,
) -> list[LearningEvent]:
    """The same event for many learners, each with its open deliveries. Two statements, however many learners."""
    events = LearningEvent.objects.bulk_create(
        LearningEvent(verb=verb, at=at, by=by, enrolment=enrolment, activity_id=activity_id, data=data or {})
        for enrolment in enrolments
    )
    receivers = settings.EVENT_RECEIVERS.get(verb, [])
    Delivery.objects.bulk_create(
        Delivery(event=event, receiver=receiver) for event in events for receiver in receivers
    )
    _audit(events)
    return events


def _audit(events: list[LearningEvent], person=None) -> None:
    if not events or events[0].verb not in RECORDED:
        return
    first = events[0]
    concerns = [
        Concern(event.enrolment.user_id if event.enrolment else person and person.pk, f"event {event.pk}")
        for event in events
    ]
    audit_each(first.verb, concerns, at=first.at, by=first.by, data=first.data)
