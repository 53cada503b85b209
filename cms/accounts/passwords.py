"""Which passwords are made of words of the house: its name, its programme, its roles, its trade."""

import unicodedata

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from courses.programme.models import ProgrammePage

WORDS = (
    "campus", "egovernance", "egovernment", "governance", "government", "digital", "leadership", "oecd", "programme", "program",
    "certificate", "learner", "student", "instructor", "tutor", "registrar", "administrator", "admin", "office", "superuser",
    "password", "welcome",
)  # fmt: skip
"""Whatever the installation is called. docs/security.md lists them too."""
LEAST_OF_ONES_OWN = 5
"""So many letters have to be left when the words of the house are taken out."""
_SHORTEST = 4
"""Shorter words of a name, such as “of”, are taken out with the name only."""
_MEANT = str.maketrans("01345@$", "oieasas")


class NoWordsOfTheHouse:
    """words: further ones of the installation."""

    def __init__(self, words=()):
        self.words = tuple(words)

    def validate(self, password: str, user=None) -> None:
        known = self._known()
        for read in (password, password.translate(_MEANT)):
            rest = letters = _letters(read)
            for word in known:
                rest = rest.replace(word, "")
            if rest != letters and len(rest) < LEAST_OF_ONES_OWN:
                raise ValidationError(self.get_help_text(), code="password_of_the_house")

    def get_help_text(self) -> str:
        return _("Do not use the name of this site, of the programme or of a role. Choose words of your own.")

    def _known(self) -> list[str]:
        """The longest first: a name goes as a whole before its words do."""
        names = [settings.SITE_NAME, settings.ISSUER_NAME, *self.words]
        for title, award in ProgrammePage.objects.values_list("title", "award"):
            names += [title, award]
        words = {_letters(part) for name in names for part in (name, *name.split())}
        known = {word for word in words if len(word) >= _SHORTEST} | set(WORDS)
        return sorted(known, key=len, reverse=True)


def _letters(text: str) -> str:
    """Small letters without their accents; digits and signs are left out."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in plain if sign.isalpha())
