"""How a person's name is printed on a certificate."""

import unicodedata

from django.utils.translation import gettext as _

from learners.enrolment.models import Enrolment
from learners.enrolment.names import NotPrintable, tidy_name

_CONFUSABLE = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE")


def name_to_print(enrolment: Enrolment) -> str:
    """The name as it will stand on the certificate.

    Raises NotPrintable when there is no name, or it is one that nobody may print.
    """
    profile = getattr(enrolment.user, "profile", None)
    name = tidy_name(profile.printed_name if profile else "")
    if not name:
        raise NotPrintable(_("The name for the certificate is missing. Enter it in the learner's profile."))
    return name


def mixes_alphabets(name: str) -> bool:
    """Whether letters that look alike come from two alphabets, as in a Cyrillic А before Latin letters."""
    found = {unicodedata.name(letter, "").split(" ")[0] for letter in name if letter.isalpha()}
    return len(found & set(_CONFUSABLE)) > 1
