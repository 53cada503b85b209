"""How a spreadsheet file becomes lines of cells, and which files are refused before they are opened."""

import warnings
from collections.abc import Iterator
from datetime import date, time
from pathlib import Path
from typing import BinaryIO

import openpyxl
from django.utils.translation import gettext as _

from content.base.archives import (
    EndlessArchive,
    Limits,
    LockedArchive,
    UnfitArchive,
    inflated_bytes,
    require_harmless,
    require_true_sizes,
)
from learners.enrolment.roster_tables import MOST_COLUMNS, MOST_ROWS, Line, Table, UnreadableRoster

LIMITS = Limits(entries=500, inflated=32 * 1024 * 1024, ratio=100, directory=256 * 1024)
_MOST_LINES = 2 * MOST_ROWS


def is_zip(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == b"PK\x03\x04"


def read_xlsx(path: Path) -> Table:
    """Formulas stay the text that was written; nothing is calculated."""
    require_list_of_people(path)
    file = path.open("rb")  # closed with the last line; by its name openpyxl would refuse it
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles, which we do not read
            book = openpyxl.load_workbook(file, read_only=True, data_only=False, keep_links=False)
        sheet = book.worksheets[0]
        expected = min(sheet.max_row or 0, _MOST_LINES)
        sheet.reset_dimensions()  # what the file says of its size may be wrong
    except Exception as error:
        file.close()
        raise _damaged() from error
    return Table(_("XLSX, sheet “%s”") % sheet.title, expected, _lines(file, book, sheet))


def unpacked_bytes(path: Path) -> int:
    """By what the archive says of itself: only after require_list_of_people."""
    with path.open("rb") as file:
        return inflated_bytes(file)


def require_list_of_people(path: Path) -> None:
    """Raises UnreadableRoster for an archive that would unpack to far more."""
    try:
        with path.open("rb") as file:
            require_harmless(file, LIMITS)
            require_true_sizes(file, LIMITS, forbidden=(b"<!DOCTYPE", b"<!ENTITY"))
    except LockedArchive as error:
        raise UnreadableRoster(
            _("The file is protected by a password. Save it without one and upload it again.")
        ) from error
    except EndlessArchive as error:
        raise UnreadableRoster(
            _("The file unpacks to far more than a list of people. Save the sheet alone, as CSV.")
        ) from error
    except UnfitArchive as error:
        raise _damaged() from error


def _lines(file: BinaryIO, book, sheet) -> Iterator[Line]:
    rows = enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1, values_only=True), start=1)
    try:
        for number, values in rows:
            _require_near(number)
            cells = [_text(value) for value in values]
            while cells and not cells[-1]:
                cells.pop()
            yield Line(number, tuple(cells))
    except (UnreadableRoster, GeneratorExit):
        raise
    except Exception as error:
        raise _damaged() from error
    finally:
        book.close()
        file.close()


def _require_near(number: int) -> None:
    """A single cell far below would make us count a million empty rows."""
    if number > _MOST_LINES:
        raise UnreadableRoster(
            _("The sheet has a cell below line %s. Delete everything below the list, or divide it.")
            % f"{_MOST_LINES:,}"
        )


def _text(value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, (date, time)):
        return value.isoformat()
    return str(value)


def _damaged() -> UnreadableRoster:
    return UnreadableRoster(
        _("The file is damaged or no spreadsheet. Save it again as XLSX or CSV and upload it.")
    )
