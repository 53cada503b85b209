"""Files for spreadsheets in which nothing is ever taken for a formula."""

import csv
from collections.abc import Iterable, Sequence
from decimal import Decimal
from io import BytesIO, StringIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from learners.enrolment.roster_columns import with_apostrophe

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_BYTE_ORDER_MARK = "\ufeff"
"""Without it a spreadsheet takes UTF-8 for something else."""
Cell = str | int | Decimal | None


def csv_file(rows: Iterable[Sequence[Cell]]) -> bytes:
    text = StringIO(_BYTE_ORDER_MARK)
    text.seek(0, 2)
    csv.writer(text).writerows([_in_text(cell) for cell in row] for row in rows)
    return text.getvalue().encode()


def xlsx_file(title: str, rows: Iterable[Sequence[Cell]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title=title)
    for row in rows:
        sheet.append([_text_cell(sheet, cell) if isinstance(cell, str) else cell for cell in row])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _in_text(cell: Cell) -> str:
    return with_apostrophe(cell) if isinstance(cell, str) else "" if cell is None else str(cell)


def _text_cell(sheet, text: str) -> WriteOnlyCell:
    """Typed as text: a value that begins with = stays one. An apostrophe of somebody else gets one of ours."""
    clean = ILLEGAL_CHARACTERS_RE.sub("", text)
    cell = WriteOnlyCell(sheet, value=with_apostrophe(clean) if clean.startswith("'") else clean)
    cell.data_type = "s"
    return cell
