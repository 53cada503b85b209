"""What the environment says. Nothing else in the project reads environment variables."""

from pathlib import Path

import environ

BASE_DIR = Path(__file__).resolve().parents[2]
read = environ.Env()

DATA_DIR = Path(read("CAMPUS_DATA", default="") or BASE_DIR / "var").resolve()
"""Everything that this installation keeps on disk."""


def required(name: str) -> str:
    """The value, or a refusal to start that names the missing variable."""
    value = read(name, default="")
    if not value:
        raise SystemExit(f"The environment variable {name} is missing. The site does not start without it.")
    return value
