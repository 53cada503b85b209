"""How a spreadsheet file becomes lines of cells, and which files are refused before they are opened."""

import struct
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, time
from pathlib import Path
from typing import BinaryIO

import openpyxl
from django.utils.translation import gettext as _

from learners.enrolment.roster_tables import MOST_COLUMNS, MOST_ROWS, Line, Table, UnreadableRoster

MOST_INFLATED = 32 * 1024 * 1024
_MOST_ENTRIES = 500
_MOST_DIRECTORY = 256 * 1024
_MOST_RATIO = 100
_MOST_LINES = 2 * MOST_ROWS
_SMALL = 1024 * 1024
_BLOCK = 64 * 1024


def is_zip(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == b"PK\x03\x04"


def read_xlsx(path: Path) -> Table:
    """Formulas stay the text that was written; nothing is calculated."""
    require_harmless(path)
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


def inflated_bytes(path: Path) -> int:
    """By what the archive says of itself: only after require_harmless."""
    with zipfile.ZipFile(path) as archive:
        return sum(entry.file_size for entry in archive.infolist())


def require_harmless(path: Path) -> None:
    """Raises UnreadableRoster for an archive that would unpack to far more than a list of people."""
    _require_short_directory(path)
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if len(entries) > _MOST_ENTRIES:
                raise _too_big()
            if any(entry.flag_bits & 1 for entry in entries):
                raise UnreadableRoster(
                    _("The file is protected by a password. Save it without one and upload it again.")
                )
            _require_small(entries)
            _inflate(archive, entries)
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise _damaged() from error


def _require_short_directory(path: Path) -> None:
    """Before Python reads the list of entries, which may itself be endless."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 66_000))
        tail = file.read()
    place = tail.rfind(b"PK\x05\x06")
    if place < 0 or len(tail) < place + 22:
        raise _damaged()
    entries, size = struct.unpack_from("<HL", tail, place + 10)
    is_zip64 = tail[:place].rfind(b"PK\x06\x07") >= 0
    if entries > _MOST_ENTRIES or size > _MOST_DIRECTORY or is_zip64:
        raise _too_big()


def _require_small(entries: list[zipfile.ZipInfo]) -> None:
    """By what the archive says of itself."""
    total = sum(entry.file_size for entry in entries)
    squeezed = any(
        entry.file_size > _SMALL and entry.file_size > _MOST_RATIO * max(entry.compress_size, 1)
        for entry in entries
    )
    if total > MOST_INFLATED or squeezed:
        raise _too_big()


def _inflate(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    """By what really comes out, block by block, kept nowhere."""
    left = MOST_INFLATED
    for entry in entries:
        with archive.open(entry) as stream:
            end = b""
            while block := stream.read(_BLOCK):
                left -= len(block)
                if left < 0:
                    raise _too_big()
                if b"<!DOCTYPE" in end + block or b"<!ENTITY" in end + block:
                    raise _damaged()
                end = block[-16:]


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


def _too_big() -> UnreadableRoster:
    return UnreadableRoster(
        _("The file unpacks to far more than a list of people. Save the sheet alone, as CSV.")
    )
