"""Under which licence a text is given to others."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Licence(models.TextChoices):
    CC_BY = "CC-BY-4.0", _("CC BY 4.0")
    CC_BY_SA = "CC-BY-SA-4.0", _("CC BY-SA 4.0")
    CC_BY_NC = "CC-BY-NC-4.0", _("CC BY-NC 4.0")
    RESERVED = "reserved", _("All rights reserved")


_ADDRESSES = {
    Licence.CC_BY: "https://creativecommons.org/licenses/by/4.0/",
    Licence.CC_BY_SA: "https://creativecommons.org/licenses/by-sa/4.0/",
    Licence.CC_BY_NC: "https://creativecommons.org/licenses/by-nc/4.0/",
}


def licence_address(licence: str) -> str:
    """Where its text stands; empty when nothing is given."""
    return _ADDRESSES.get(Licence(licence), "")


def licence_field() -> models.CharField:
    return models.CharField(
        max_length=12,
        choices=Licence,
        default=Licence.CC_BY,
        help_text=_("What others may do with the text. Quoted material of others keeps its own licence."),
    )
