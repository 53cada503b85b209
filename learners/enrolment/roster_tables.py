"""What a file of people is, whatever its format: numbered lines of cells, and where we stop reading."""

from collections.abc import Iterator
from dataclasses import dataclass

from content.base.errors import RuleError

MOST_BYTES = 10 * 1024 * 1024
MOST_ROWS = 10_000
MOST_COLUMNS = 60
LONGEST_CELL = 1_000


class UnreadableRoster(RuleError):
    """The file cannot be read at all. The message says what to do with it."""


@dataclass(frozen=True)
class Line:
    number: int
    """As a text editor or the spreadsheet counts: the first is 1."""
    cells: tuple[str, ...]
    problem: str = ""
    """Why the line cannot be told into cells."""

    @property
    def is_blank(self) -> bool:
        return not any(cell.strip() for cell in self.cells)


@dataclass(frozen=True)
class Table:
    read_as: str
    """How it was understood, in words for the screen."""
    expected_lines: int
    lines: Iterator[Line]
