"""The cells of the written role table as probes: who tries which action, in which case."""

import csv
from dataclasses import dataclass
from pathlib import Path

from cms.accounts.roles import ACTIONS

TABLE = Path(__file__).parents[1] / "permissions.csv"
CASES = {
    "-": ("denied",),
    "A": ("allowed",),
    "O": ("own", "twin"),
    "M": ("own", "twin"),
    "L": ("own", "foreign", "expired", "revoked"),
    "2": ("alone", "second", "self"),
    "B": ("without reason", "with reason", "notice"),
}
"""Of each letter. twin: of the same kind, for somebody or something else. self: proposed and approved by one person."""

GRANTED = ("allowed", "own", "second", "with reason")


@dataclass(frozen=True)
class Probe:
    action: str
    role: str
    case: str

    @property
    def is_granted(self) -> bool:
        return self.case in GRANTED

    def __str__(self) -> str:
        return f"{ACTIONS[self.action].number}-{self.action}-{self.role}-{self.case.replace(' ', '_')}"


def cells() -> dict[tuple[str, str], str]:
    """Action and role -> letter."""
    by_number = {str(action.number): key for key, action in ACTIONS.items()}
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        (by_number[row["no"]], role): letter
        for row in rows
        for role, letter in row.items()
        if role not in ("no", "action")
    }


def probes() -> list[Probe]:
    return [Probe(*cell, case) for cell, letter in cells().items() for case in CASES[letter]]
