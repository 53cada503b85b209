"""The one stylesheet of the site: read once, written into every page, allowed by its hash."""

import base64
import hashlib
import re
from pathlib import Path

STATIC = Path(__file__).resolve().parent / "static" / "campus"


def _without_comments(css: str) -> str:
    return re.sub(r"\s*\n\s*", "\n", re.sub(r"/\*.*?\*/", "", css, flags=re.S)).strip()


CSS = _without_comments((STATIC / "campus.css").read_text(encoding="utf-8"))
CSS_HASH = "'sha256-" + base64.b64encode(hashlib.sha256(CSS.encode()).digest()).decode() + "'"
