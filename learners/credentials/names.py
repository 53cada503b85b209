"""The name on a certificate, and whether its letters deceive."""

import unicodedata

from learners.enrolment.models import Enrolment
from learners.enrolment.names import printable_name

_CONFUSABLE = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE")


def name_to_print(enrolment: Enrolment) -> str:
    """Raises NotPrintable."""
    profile = getattr(enrolment.user, "profile", None)
    return printable_name(profile.printed_name if profile else "")


def mixes_alphabets(name: str) -> bool:
    """Whether letters that look alike come from two alphabets, as in a Cyrillic А before Latin letters."""
    found = {unicodedata.name(letter, "").split(" ")[0] for letter in name if letter.isalpha()}
    return len(found & set(_CONFUSABLE)) > 1
