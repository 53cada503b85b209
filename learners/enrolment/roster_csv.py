"""How a text file becomes lines of cells: which encoding, which delimiter, and where a quotation mark is left open."""

import csv
import re
from collections import deque
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path

from django.utils.translation import gettext as _

from learners.enrolment.roster_columns import known_columns
from learners.enrolment.roster_tables import Line, Table, UnreadableRoster

_DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar"}
_LONGEST_RECORD = 50
"""Lines that one record may take. A quotation mark that is open for longer was never closed."""
_BLOCK = 64 * 1024


def read_csv(path: Path) -> Table:
    encoding, words = _encoding_of(path)
    with path.open("rb") as file:
        expected = sum(block.count(b"\n") for block in iter(lambda: file.read(_BLOCK), b""))
    first = next(_text_lines(path, encoding), "")
    delimiter = _told(first) or _likeliest(first)
    read_as = _("%(encoding)s, cells divided by %(delimiter)s") % {
        "encoding": words,
        "delimiter": _(_DELIMITERS.get(delimiter, delimiter)),
    }
    return Table(read_as, expected, _lines(path, encoding, delimiter, skip=bool(_told(first))))


def _encoding_of(path: Path) -> tuple[str, str]:
    """Python's name of the encoding, and ours."""
    with path.open("rb") as file:
        sample = file.read(4096)
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16", "UTF-16"
    if sample.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig", "UTF-8"
    for codec, zeros in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
        if zeros and zeros.count(0) > len(zeros) * 0.4:
            return codec, "UTF-16"
    if _is_utf8(path):
        return "utf-8", "UTF-8"
    return "cp1252", _("Windows-1252 (a guess: check names with accents)")


def _is_utf8(path: Path) -> bool:
    with path.open(encoding="utf-8") as file:
        try:
            while file.read(_BLOCK):
                pass
        except UnicodeDecodeError:
            return False
    return True


def _text_lines(path: Path, encoding: str) -> Iterator[str]:
    with TextIOWrapper(path.open("rb"), encoding=encoding, errors="replace", newline="") as text:
        yield from (line for line in text if line.strip())


def _told(first: str) -> str:
    """The delimiter that some spreadsheets write into a line of its own: sep=;"""
    match = re.fullmatch(r'"?sep=(.)"?\s*', first)
    return match[1] if match else ""


def _likeliest(first: str) -> str:
    """The delimiter with which the first line names the most columns that we know."""

    def merit(delimiter: str) -> tuple[int, int]:
        try:
            cells = next(csv.reader([first], delimiter=delimiter), [])
        except csv.Error:
            raise UnreadableRoster(
                _("The first line is too long. It must name the columns, for example: E-mail, Name.")
            ) from None
        return known_columns(cells), len(cells)

    return max(_DELIMITERS, key=merit)


class _Pushback:
    """Lines of text with their numbers, some of which may be given back."""

    def __init__(self, path: Path, encoding: str):
        self.text = TextIOWrapper(path.open("rb"), encoding=encoding, errors="replace", newline="")
        self.given_back: deque[str] = deque()
        self.number = 0

    def take(self) -> str | None:
        line = self.given_back.popleft() if self.given_back else next(self.text, None)
        self.number += line is not None
        return line

    def give_back(self, lines: list[str]) -> None:
        self.given_back.extendleft(reversed(lines))
        self.number -= len(lines)


def _lines(path: Path, encoding: str, delimiter: str, *, skip: bool) -> Iterator[Line]:
    source = _Pushback(path, encoding)
    with source.text:
        while (first := source.take()) is not None:
            if skip and first.strip():
                skip = False
                continue
            yield _record(source, first, delimiter)


def _record(source: _Pushback, first: str, delimiter: str) -> Line:
    """One record, which may take several lines. A broken one costs only its first line: reading goes on with the next."""
    number = source.number
    more: list[str] = []

    def feed() -> Iterator[str]:
        yield first
        while len(more) < _LONGEST_RECORD and (line := source.take()) is not None:
            more.append(line)
            yield line

    try:
        return Line(number, tuple(next(csv.reader(feed(), delimiter=delimiter, strict=True), ())))
    except csv.Error as error:
        source.give_back(more)
        too_long = "field limit" in str(error) and not more
        problem = _("A cell is far too long.") if too_long else _("A quotation mark is not closed.")
        return Line(number, tuple(first.rstrip("\r\n").split(delimiter)), problem)
