"""Keeping the catalogue for harvesters, by the clock."""

from celery import shared_task
from django.utils.timezone import now

from courses.catalogue import noting


@shared_task(name="courses.catalogue.note", ignore_result=True)
def note_catalogue() -> None:
    noting.note_catalogue(at=now())
