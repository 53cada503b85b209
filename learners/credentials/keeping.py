"""Writes the award register of a person who is erased: six fields of each award, and its place in the status list."""

from datetime import date
from hashlib import sha256

from learners.credentials.kept import KeptPlace, RegisterEntry
from learners.credentials.models import Certificate
from learners.credentials.signing import canonical
from learners.credentials.verifying import award_in_full


def keep_register_of(user) -> int:
    """How many awards. Call it before their rows go."""
    awards = list(Certificate.objects.filter(enrolment__user=user).order_by("pk"))
    RegisterEntry.objects.bulk_create(map(_entry, awards), ignore_conflicts=True)
    places = (
        KeptPlace(status_index=each.status_index, revoked_at=each.revoked_at)
        for each in awards
        if each.status_index is not None
    )
    KeptPlace.objects.bulk_create(places, ignore_conflicts=True)
    return len(awards)


def _entry(award: Certificate) -> RegisterEntry:
    facts = award.facts
    result = (
        f"{RegisterEntry.REVOKED}{award.revoked_at:%Y-%m-%d}" if award.revoked_at else facts["classification"]
    )
    return RegisterEntry(
        name=facts["name"], title=award_in_full(facts), issued_on=date.fromisoformat(facts["issued_on"]),
        serial=award.serial, result=result, checksum=sha256(canonical(facts)).hexdigest(),
    )  # fmt: skip
