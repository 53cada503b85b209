"""How a feature declares what its tables hold about a person: what the person's copy shows, and what an erasure leaves."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db.models import Q, QuerySet

from content.base.private_files import PrivateFolder


class Fate(StrEnum):
    """What an erasure does to the rows."""

    DELETE = "delete"
    EMPTY = "empty"
    """The row stays for the figures, under a pseudonym; what it says of the person goes."""
    KEEP = "keep"
    """Nothing in it is said by the person or of the person alone."""


@dataclass(frozen=True)
class KeptFile:
    folder: PrivateFolder
    column: str
    """Where the row has the name of the file."""


@dataclass(frozen=True)
class Holding:
    """Rows of one table that are about a person. Every column is shown to the person unless it is a secret."""

    model: str
    whose: str
    """The way from the row to the person. Empty when `rows` finds them."""
    title: object
    """In words, translated when it is shown."""
    fate: Fate
    empty: Mapping[str, Any] = field(default_factory=dict)
    secret: Mapping[str, str] = field(default_factory=dict)
    """Column -> why it is in nobody's copy."""
    files: tuple[KeptFile, ...] = ()
    shown: Q = field(default_factory=Q)
    """Which of the rows the person may read now: nobody reads the own mark in a copy before its release."""
    hidden: tuple[str, ...] = ()
    """Columns that the person reads only of rows that fit `hidden_unless`."""
    hidden_unless: Q = field(default_factory=Q)
    rows: Callable[[Any], QuerySet] | None = None
    why: str = ""
    """Why something stays."""


@dataclass(frozen=True)
class NotAbout:
    """A table that leads to a person and says nothing of that person: who did a deed is told in the list of deeds."""

    model: str
    why: str


Declared = Holding | NotAbout
GONE = "–"
"""What stands where a text was and one must stand."""
STAFF_DID = (
    "It says what somebody of staff did for a cohort or a text; the copy lists it among that person's deeds."
)
STORED_NAME = "The name of a stored file: the copy holds the file itself."
OPENS_A_DOOR = "Whoever has it could act as the person."
