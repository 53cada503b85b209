"""Brings the database to the source files, without undoing what somebody edited in the CMS."""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction

from courses.library.codecs import CODECS
from courses.library.codecs.base import Codec, data_of
from courses.library.models import LoadedItem
from courses.library.problems import BrokenLibrary, Problem
from courses.library.reading import read_library


@dataclass
class Report:
    counts: Counter = field(default_factory=Counter)
    """How many items were made, updated, left unchanged, kept because of an edit."""
    kept: list[str] = field(default_factory=list)
    """The items whose file changed although somebody had edited them in the CMS."""

    def note(self, deed: str, codec: Codec, key: str) -> None:
        self.counts[deed] += 1
        if deed == "kept":
            self.kept.append(f"{codec.kind} {key}")

    @property
    def changed_anything(self) -> bool:
        return bool(self.counts["made"] or self.counts["updated"])


def digest(data: dict) -> str:
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def load_programme(folder: Path, *, overwrite: bool, at: datetime) -> Report:
    """Make and update what the files say. Raises BrokenLibrary before anything is written.

    An item is updated if its file changed since the last load and nobody edited it in the CMS; with overwrite, also if somebody did.
    """
    library = read_library(folder)
    loaded = {(item.kind, item.key): item for item in LoadedItem.objects.all()}
    report = Report()
    for codec in CODECS:
        rows = codec.existing()
        for key, data in codec.items(library):
            known = loaded.get((codec.kind, key))
            deed = _deed(codec, rows.get(key), data, known, overwrite=overwrite)
            if deed in ("made", "updated"):
                _write(codec, key, rows.get(key), data)
                LoadedItem.objects.update_or_create(
                    kind=codec.kind, key=key, defaults={"digest": digest(data), "loaded_at": at}
                )
            report.note(deed, codec, key)
    return report


def _write(codec: Codec, key: str, row, data: dict) -> None:
    """Write the item, or name it with what its table refuses, such as a text that is too long."""
    try:
        codec.write(row, data)
    except ValidationError as error:
        reasons = "; ".join(f"{field}: {' '.join(texts)}" for field, texts in error.message_dict.items())
        problem = Problem(codec.file, getattr(data, "line", 1), f"{codec.kind} {key}: {reasons}")
        raise BrokenLibrary([problem]) from error


def _deed(codec: Codec, row, data: dict, known: LoadedItem | None, *, overwrite: bool) -> str:
    wanted = digest(data)
    if row is None:
        # What somebody deleted stays deleted, unless the files are to win.
        return "made" if known is None or overwrite else "kept"
    if known is not None and known.digest == wanted and not overwrite:
        return "unchanged"
    present = digest(data_of(codec, row))
    if present == wanted:
        return "unchanged"
    if overwrite or (known is not None and present == known.digest):
        return "updated"
    return "kept"
