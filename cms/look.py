"""The one stylesheet of the site: read once, written into every page, allowed by its hash.

Answers for strangers (verification) weigh 6 kB at most, so they leave out the sections that only study pages need.
"""

import base64
import hashlib
import re
from pathlib import Path

STATIC = Path(__file__).resolve().parent / "static" / "campus"
NOT_IN_ANSWERS = ("/* Principle chip", "/* Tasks")


def _without_comments(css: str) -> str:
    return re.sub(r"\s*\n\s*", "\n", re.sub(r"/\*.*?\*/", "", css, flags=re.S)).strip()


def _allowed(css: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(css.encode()).digest()).decode() + "'"


_SECTIONS = re.split(r"^(?=/\* )", (STATIC / "campus.css").read_text(encoding="utf-8"), flags=re.MULTILINE)
CSS = _without_comments("".join(_SECTIONS))
ANSWER_CSS = _without_comments(
    "".join(section for section in _SECTIONS if not section.startswith(NOT_IN_ANSWERS))
)
CSS_HASHES = [_allowed(CSS), _allowed(ANSWER_CSS)]
