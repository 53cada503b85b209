"""Turns data into a PDF with a template of this folder."""

import json
import re
import threading
from pathlib import Path
from typing import Literal

import typst
from django.utils.translation import gettext as _

from learners.enrolment.names import NotPrintable

_FOLDER = Path(__file__).parent
_per_thread = threading.local()  # a shared compiler fails with "Already borrowed"
_MISSING_GLYPH = re.compile(r'the text `"(.+?)"` could not be displayed')
_TOO_LONG = "does not fit"


def printed(template: str, data: dict, *, name: str, archive: Literal["a-2a", "a-3a"] = "a-2a") -> bytes:
    """PDF/A-2a (or a-3a, which may hold files) and PDF/UA-1. The same data gives the same bytes.

    name: whose paper it is, for the sentence of NotPrintable, which is raised when a font is missing or the name too long.
    """
    try:
        made = _compiler(template).compile(
            sys_inputs={"data": json.dumps(data)}, format="pdf", pdf_standards=[archive, "ua-1"]
        )
    except typst.TypstError as error:
        refusal = _refusal(str(error), name)
        if refusal is None:
            raise
        raise refusal from error
    if not isinstance(made, bytes):
        raise TypeError("A PDF is one file.")
    return made


def _compiler(template: str) -> typst.Compiler:
    if not hasattr(_per_thread, "compilers"):
        _per_thread.compilers = {}
    if template not in _per_thread.compilers:
        _per_thread.compilers[template] = typst.Compiler(str(_FOLDER / template))
    return _per_thread.compilers[template]


def _refusal(error: str, name: str) -> NotPrintable | None:
    if _TOO_LONG in error:
        return NotPrintable(_("“%s” is too long for one certificate page. Enter a shorter form.") % name)
    missing = _MISSING_GLYPH.search(error)
    if missing is None:
        return None
    return NotPrintable(
        _(
            "The character “%(character)s” in the certificate of %(name)s cannot be printed: "
            "this server has no font for it. Install the font and try again."
        )
        % {"character": missing[1], "name": name}
    )
