"""What an uploaded file says: its columns, and its people line by line."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from learners.enrolment.roster_columns import Columns, columns_of
from learners.enrolment.roster_csv import read_csv
from learners.enrolment.roster_tables import MOST_ROWS, Line, UnreadableRoster
from learners.enrolment.roster_xlsx import is_zip, read_xlsx, unpacked_bytes

_OLD_OFFICE = b"\xd0\xcf\x11\xe0"


_LIGHT_TEXT, _LIGHT_SHEET = 256 * 1024, 2 * 1024 * 1024
"""Bytes of what can be read while a person waits."""


@dataclass(frozen=True)
class Roster:
    columns: Columns
    read_as: str
    expected_lines: int
    lines: Generator[Line, None, None]
    """Without the first line and without empty ones. Raises UnreadableRoster when there are too many."""


def is_light(path: Path) -> bool:
    if is_zip(path):
        return unpacked_bytes(path) <= _LIGHT_SHEET
    return path.stat().st_size <= _LIGHT_TEXT


def open_roster(path: Path) -> Roster:
    """The format follows from what is in the file, never from its name. Reads no more than the first line."""
    with path.open("rb") as file:
        start = file.read(8)
    if not start:
        raise UnreadableRoster(_("The file is empty. Choose the file with your list."))
    if start.startswith(_OLD_OFFICE):
        raise UnreadableRoster(
            _("The file is an old XLS file or has a password. Save it as XLSX or CSV without a password.")
        )
    if start.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b")):
        raise UnreadableRoster(_("The file is no table. Choose a CSV or XLSX file."))
    table = read_xlsx(path) if is_zip(path) else read_csv(path)
    lines = (line for line in table.lines if not line.is_blank)
    header = next(lines, None)
    if header is None:
        raise UnreadableRoster(_("The file is empty. Choose the file with your list."))
    if header.problem:
        raise UnreadableRoster(_("The first line cannot be read. %s") % header.problem)
    return Roster(columns_of(header.cells), table.read_as, table.expected_lines, _counted(lines))


def _counted(lines: Iterator[Line]) -> Generator[Line, None, None]:
    for count, line in enumerate(lines, start=1):
        if count > MOST_ROWS:
            raise UnreadableRoster(
                _("The file has more than %s rows. Divide it into smaller files.") % f"{MOST_ROWS:,}"
            )
        yield line
