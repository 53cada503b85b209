"""A reading as a record for machines: the fields of the record of the OER Knowledge Cloud."""

import re

from django.urls import reverse

from content.base.metadata import Record
from content.resources.models import OpenResource


def record_of_reading(reading: OpenResource) -> Record:
    return Record(
        kind="reading",
        key=reading.code,
        path=reverse("reading", args=[reading.code]),
        title=reading.title,
        description=reading.abstract,
        creators=(reading.creator,) if reading.creator else (),
        publisher=reading.publisher_or_department,
        issued=reading.date or (str(reading.year) if reading.year else ""),
        languages=tuple(re.findall(r"\b[a-z]{2}\b", reading.language)),
        keywords=tuple(reading.keywords),
        resource_type=reading.record_type,
        rights=reading.rights,
        source_url=reading.url,
    )
