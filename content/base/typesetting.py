"""Turns data into a PDF with a template of typst."""

import json
import re
import threading
from pathlib import Path
from typing import Literal

import typst

_per_thread = threading.local()  # a shared compiler fails with "Already borrowed"
_MISSING_GLYPH = re.compile(
    r'the text `"(.+?)"` could not be displayed|the PDF contains the codepoint `"(.+?)"`'
)
_TOO_LONG = "does not fit"


class NotTypeset(Exception):
    """Whoever knows whose paper it is says it in words."""


class MissingGlyph(NotTypeset):
    """No font of this machine has the character, or the standard forbids it. It is the first argument."""


class TooLong(NotTypeset):
    pass


def typeset(template: Path, data: dict, *, archive: Literal["a-2a", "a-3a"] = "a-2a") -> bytes:
    """PDF/A-2a (or a-3a, which may hold files) and PDF/UA-1. The same data gives the same bytes.

    Raises MissingGlyph, TooLong.
    """
    try:
        made = _compiler(template).compile(
            sys_inputs={"data": json.dumps(data)}, format="pdf", pdf_standards=[archive, "ua-1"]
        )
    except typst.TypstError as error:
        refusal = _refusal(str(error))
        if refusal is None:
            raise
        raise refusal from error
    if not isinstance(made, bytes):
        raise TypeError("A PDF is one file.")
    return made


def _compiler(template: Path) -> typst.Compiler:
    if not hasattr(_per_thread, "compilers"):
        _per_thread.compilers = {}
    if template not in _per_thread.compilers:
        _per_thread.compilers[template] = typst.Compiler(str(template))
    return _per_thread.compilers[template]


def _refusal(error: str) -> NotTypeset | None:
    if _TOO_LONG in error:
        return TooLong()
    missing = _MISSING_GLYPH.search(error)
    return MissingGlyph(missing[1] or missing[2]) if missing else None
