"""Turns data into a PDF with a template of this folder."""

from pathlib import Path
from typing import Literal

from django.utils.translation import gettext as _

from content.base.typesetting import MissingGlyph, TooLong, typeset
from learners.enrolment.names import NotPrintable

_FOLDER = Path(__file__).parent


def printed(template: str, data: dict, *, name: str, archive: Literal["a-2a", "a-3a"] = "a-2a") -> bytes:
    """PDF/A-2a (or a-3a, which may hold files) and PDF/UA-1. The same data gives the same bytes.

    name: whose paper it is, for the sentence of NotPrintable, which is raised when a font is missing or the name too long.
    """
    try:
        return typeset(_FOLDER / template, data, archive=archive)
    except TooLong as error:
        raise NotPrintable(
            _("“%s” is too long for one certificate page. Enter a shorter form.") % name
        ) from error
    except MissingGlyph as error:
        raise NotPrintable(
            _(
                "The character “%(character)s” in the certificate of %(name)s cannot be printed: "
                "this server has no font for it. Install the font and try again."
            )
            % {"character": error.args[0], "name": name}
        ) from error
