"""What a check of the programme's files finds."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    where: str
    """A lesson, a question, a case, a week."""
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"
