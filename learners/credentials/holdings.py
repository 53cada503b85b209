"""What awards hold about a person. An erasure writes the register first, and then leaves nothing here."""

from django.utils.translation import gettext_lazy as _

from content.base.holdings import STAFF_DID, Declared, Fate, Holding, NotAbout

_AWARD = "certificate__enrolment__user"

HOLDINGS: list[Declared] = [
    Holding("learners.IssuedFile", _AWARD, _("Files of your certificates"), Fate.DELETE),
    Holding("learners.Dossier", _AWARD, _("What stands behind your certificates"), Fate.DELETE),
    Holding("learners.RevocationRequest", _AWARD, _("Requests to revoke a certificate"), Fate.DELETE),
    Holding("learners.Certificate", "enrolment__user", _("Certificates"), Fate.DELETE),
    Holding("learners.IssuingItem", "proposal__enrolment__user", _("Runs that issued certificates"), Fate.DELETE),
    Holding("learners.AwardProposal", "enrolment__user", _("Proposals of awards"), Fate.DELETE),
    Holding(
        "learners.BoardLine", "enrolment__user", _("What the board of examiners saw"), Fate.EMPTY, {"checks": []},
        why="The minutes of the board stay whole in their figures.",
    ),
    Holding("learners.NameConfirmation", "enrolment__user", _("Names that you confirmed"), Fate.DELETE),
    Holding("learners.NameCorrection", "enrolment__user", _("Corrections of the printed name"), Fate.DELETE),
    NotAbout("learners.BoardMeeting", STAFF_DID),
    NotAbout("learners.IssuingRun", STAFF_DID),
]  # fmt: skip
