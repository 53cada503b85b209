"""The page that checks a certificate from disk, when the platform may be gone: one file, no network."""

from functools import lru_cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "standalone"


@lru_cache(maxsize=1)
def offline_page() -> bytes:
    """The scripts stand in it, so that one file is enough. It carries no key: a copy could carry a false one."""
    page = (_FOLDER / "page.html").read_text(encoding="utf-8")
    for name in ("checking.js", "page.js"):
        script = (_FOLDER / name).read_text(encoding="utf-8").replace("'use strict';\n", "")
        page = page.replace(f"/*{name}*/", script)
    return page.encode()
