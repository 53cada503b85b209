"""A consent given or taken back: a row each, the last one holds."""

from datetime import datetime

from django.db import transaction

from learners.consents.models import Consent

VERSIONS = {Consent.Kind.APPLICATION: "2026-1"}
"""Of the words beside the box. New words, new version."""


def agree(user, kind: str, *, at: datetime) -> Consent:
    return Consent.objects.create(
        user=user, kind=kind, version=VERSIONS[Consent.Kind(kind)], given=True, at=at
    )


@transaction.atomic
def withdraw_consent(user, kind: str, *, at: datetime) -> Consent | None:
    """Nothing when nothing is in force. What was done before stays right."""
    last = last_consents(user).get(Consent.Kind(kind))
    if last is None or not last.given:
        return last
    return Consent.objects.create(user=user, kind=kind, version=last.version, given=False, at=at)


def last_consents(user) -> dict[str, Consent]:
    """Of each kind the one that holds."""
    return {each.kind: each for each in Consent.objects.filter(user=user).order_by("at", "pk")}
