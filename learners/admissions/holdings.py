"""What applications hold about a person."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from content.base.holdings import GONE, STAFF_DID, STORED_NAME, Declared, Fate, Holding, KeptFile, NotAbout
from content.base.private_files import PrivateFolder
from learners.admissions.models import Application
from learners.admissions.stating import FINAL

_COUNTED = "How many applied, from which region, and what became of it, is counted from it."
_WORDS = [
    "printed_name", "country", "country_group", "gender", "time_zone", "phone", "organisation", "sector",
    "government_level", "role", "responsibility", "degree", "education", "english", "motivation", "host", "host_note",
]  # fmt: skip
_DECIDED = (*FINAL, Application.State.OFFER_ACCEPTED)

HOLDINGS: list[Declared] = [
    Holding(
        "learners.Document", "application__user", _("Documents of your applications"), Fate.DELETE,
        secret={"stored_name": STORED_NAME}, files=(KeptFile(PrivateFolder("admissions"), "stored_name"),),
    ),
    Holding(
        "learners.Review", "application__user", _("What readers thought of your application"), Fate.DELETE,
        secret={"reader": "Readers judge without pressure."}, shown=Q(application__state__in=_DECIDED),
    ),
    Holding(
        "learners.Decision", "application__user", _("Decisions and letters"), Fate.EMPTY, {"letter": GONE, "reason": ""},
        why=_COUNTED,
    ),
    Holding("learners.StateChange", "application__user", _("Steps of your applications"), Fate.KEEP, why=_COUNTED),
    Holding(
        "learners.Application", "user", _("Applications"), Fate.EMPTY,
        dict.fromkeys(_WORDS, "") | {"years_experience": None, "years_responsible": None}, why=_COUNTED,
    ),
    NotAbout("learners.Intake", STAFF_DID),
]  # fmt: skip
