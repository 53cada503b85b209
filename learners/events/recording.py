"""Writes down what happened, and who has to hear of it."""

from collections.abc import Iterable

from django.conf import settings

from learners.events.models import Delivery, LearningEvent


def record(
    verb: str, *, at, by=None, enrolment=None, activity_id: int | None = None, data: dict | None = None
) -> LearningEvent:
    """One event with an open delivery for each of its receivers. Call it inside the transaction of the deed."""
    event = LearningEvent.objects.create(
        verb=verb, at=at, by=by, enrolment=enrolment, activity_id=activity_id, data=data or {}
    )
    receivers = settings.EVENT_RECEIVERS.get(verb, [])
    if receivers:
        Delivery.objects.bulk_create(Delivery(event=event, receiver=receiver) for receiver in receivers)
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
    return events
