"""Which names nobody may print, and how the others are tidied."""

import re
import unicodedata

from django.utils.translation import gettext as _

from content.base.errors import RuleError

LONGEST = 120
_INVISIBLE = re.compile("[\u200b\u2060\ufeff\u00ad]")
_JOINERS = "\u200c\u200d"  # Persian and the scripts of India need them


class NotPrintable(RuleError):
    pass


def printable_name(raw: str) -> str:
    """The name as it will be printed. Raises NotPrintable when there is none, or it is one that nobody may print."""
    name = tidy_name(raw)
    if not name:
        raise NotPrintable(_("The name for the certificate is missing. Enter it in the learner's profile."))
    return name


def tidy_name(raw: str) -> str:
    """Composed, single spaces, nothing invisible; empty when nothing is left.

    Raises NotPrintable when it holds a character that could deceive a reader, or is too long.
    """
    for character in raw:
        if unicodedata.category(character) in ("Cc", "Cs", "Co", "Cn") or _steers(character):
            raise NotPrintable(
                _("The name has a hidden character (%(code)s). Enter the name again without it.")
                % {"code": f"U+{ord(character):04X}"}
            )
    name = " ".join(_INVISIBLE.sub("", unicodedata.normalize("NFC", raw)).split())
    if len(name) > LONGEST:
        raise NotPrintable(
            _("The name has %(count)s characters. A certificate has room for %(most)s.")
            % {"count": len(name), "most": LONGEST}
        )
    return name


def _steers(character: str) -> bool:
    """Direction marks and tags: they change what is read without being seen."""
    is_format = unicodedata.category(character) == "Cf"
    return is_format and character not in _JOINERS and not _INVISIBLE.match(character)
