"""Keeping the catalogue: what is new, what says something else, what is gone."""

import hashlib
import json
from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from content.base.metadata import Record
from courses.catalogue.models import CatalogueRecord
from courses.catalogue.queries import published_records


@transaction.atomic
def note_catalogue(*, at: datetime) -> int:
    """Compare the kept records with the pages of today. Returns how many have changed; a second run changes none."""
    at = at.replace(microsecond=0)
    rows = CatalogueRecord.objects.select_for_update().values_list("kind", "key", "digest", "deleted")
    known = {(kind, key): "" if deleted else digest for kind, key, digest, deleted in rows}
    changed = 0
    for record in published_records():
        facts = facts_of(record)
        digest = hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()
        if known.pop((record.kind, record.key), "") == digest:
            continue
        changed += 1
        values = {"facts": facts, "digest": digest, "changed_at": at, "deleted": False}
        CatalogueRecord.objects.update_or_create(kind=record.kind, key=record.key, defaults=values)
    gone = [name for name, digest in known.items() if digest]
    for kind, key in gone:
        CatalogueRecord.objects.filter(kind=kind, key=key).update(deleted=True, changed_at=at)
    return changed + len(gone)


def facts_of(record: Record) -> dict:
    return json.loads(json.dumps(asdict(record)))


def record_of(row: CatalogueRecord) -> Record:
    """The record that was kept."""
    lists = {name: tuple(value) for name, value in row.facts.items() if isinstance(value, list)}
    return Record(**(row.facts | lists))
