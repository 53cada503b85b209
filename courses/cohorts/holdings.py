"""What courses hold about a person."""

from django.utils.translation import gettext_lazy as _

from content.base.holdings import STAFF_DID, Declared, Fate, Holding, NotAbout

HOLDINGS: list[Declared] = [
    Holding("courses.TeachingRole", "user", _("What you teach"), Fate.DELETE),
    NotAbout("courses.Edition", STAFF_DID),
]
