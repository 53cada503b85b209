"""What internships hold about a person."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from content.base.holdings import (
    OPENS_A_DOOR,
    STAFF_DID,
    STORED_NAME,
    Declared,
    Fate,
    Holding,
    KeptFile,
    NotAbout,
)
from learners.placements.agreeing import FOLDER as AGREEMENTS
from learners.placements.entering import FOLDER as LOGBOOKS

_OF = "placement__internship__enrolment__user"
_RELEASED, _VIVA_RELEASED = Q(released_at__isnull=False), Q(viva__released_at__isnull=False)
_HOST = "Hosts are organisations that take learners of every year."

HOLDINGS: list[Declared] = [
    Holding("learners.VivaRecord", "viva__internship__enrolment__user", _("What your examiners wrote"), Fate.DELETE, shown=_VIVA_RELEASED),
    Holding("learners.Viva", "internship__enrolment__user", _("Vivas"), Fate.DELETE, hidden_unless=_RELEASED, hidden=("points", "outcome", "held_at")),
    Holding(
        "learners.Signature", "agreement__placement__internship__enrolment__user", _("Signatures on agreements"), Fate.DELETE,
        secret={"stored_name": STORED_NAME}, files=(KeptFile(AGREEMENTS, "stored_name"),),
    ),
    Holding(
        "learners.Agreement", _OF, _("Agreements"), Fate.DELETE, secret={"stored_name": STORED_NAME},
        files=(KeptFile(AGREEMENTS, "stored_name"),),
    ),
    Holding("learners.Objective", "plan__placement__internship__enrolment__user", _("Objectives"), Fate.DELETE),
    Holding("learners.Plan", _OF, _("Plans"), Fate.DELETE),
    Holding("learners.Midpoint", _OF, _("Midpoint reviews"), Fate.DELETE),
    Holding("learners.Evaluation", _OF, _("What your supervisor wrote"), Fate.DELETE, shown=Q(approved_at__isnull=False)),
    Holding(
        "learners.HoursEntry", _OF, _("Hours log"), Fate.DELETE, secret={"evidence_name": STORED_NAME},
        files=(KeptFile(LOGBOOKS, "evidence_name"),),
    ),
    Holding("learners.SupervisorLink", _OF, _("Links for your supervisor"), Fate.DELETE, secret={"token_hash": OPENS_A_DOOR}),
    Holding("learners.Placement", "internship__enrolment__user", _("Placements"), Fate.DELETE),
    Holding("learners.Internship", "enrolment__user", _("Internship"), Fate.DELETE),
    NotAbout("learners.VivaSlot", STAFF_DID),
    NotAbout("learners.Host", _HOST),
    NotAbout("learners.HostContact", _HOST),
    NotAbout("learners.HostOffer", _HOST),
]  # fmt: skip
