"""What somebody typed into a search box, made fit for a database."""

import re

LONGEST = 100  # characters
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def words_asked(typed: str | None) -> str:
    """One line without control characters, of at most 100 characters: PostgreSQL refuses a zero byte."""
    return " ".join(_CONTROL.sub(" ", typed or "").split())[:LONGEST].strip()
