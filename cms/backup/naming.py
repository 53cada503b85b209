"""Which files the database names. What it names and nobody has is lost; what nobody names is left over."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models

from learners.admissions.models import Document
from learners.enrolment.models import RosterImport
from learners.placements.logbook import HoursEntry
from learners.placements.papers import Agreement, Signature
from learners.privacy.models import DataCopy
from learners.submissions.models import WorkFile


@dataclass(frozen=True)
class Naming:
    """A column that holds names of files, and the folder that these are in."""

    model: type[models.Model]
    column: str
    folder: str
    removed: str = ""
    """The column that says that the file of a row was removed."""

    @property
    def question(self) -> str:
        rows = self.model._base_manager.order_by().values_list(self.column)
        return str((rows.filter(**{self.removed: None}) if self.removed else rows).query)


PRIVATE_NAMES = (
    Naming(Document, "stored_name", "private/admissions/", removed="deleted_at"),
    Naming(RosterImport, "stored_name", "private/imports/"),
    Naming(Agreement, "stored_name", "private/agreements/"),
    Naming(Signature, "stored_name", "private/agreements/"),
    Naming(HoursEntry, "evidence_name", "private/logbooks/"),
    Naming(WorkFile, "stored_name", "private/work/"),
    Naming(WorkFile, "plain_name", "private/work/"),
    Naming(DataCopy, "stored_name", "private/copies/"),
)


def all_namings() -> Iterator[Naming]:
    """The columns above, and every field of pictures and documents for everybody."""
    yield from PRIVATE_NAMES
    for model in apps.get_models():
        if model._meta.proxy:
            continue
        for field in model._meta.local_fields:
            if isinstance(field, models.FileField):
                yield Naming(model, field.name, "media/")


def named_files(cursor: Any) -> set[str]:
    """As a snapshot of the database sees them."""
    found = set()
    for naming in all_namings():
        cursor.execute(naming.question)
        found |= {f"{naming.folder}{name}" for (name,) in cursor.fetchall() if name}
    return found
