"""What peer reviews hold about a person, as author and as reviewer."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from content.base.holdings import GONE, STAFF_DID, Declared, Fate, Holding, NotAbout

HOLDINGS: list[Declared] = [
    Holding(
        "learners.PeerReview", "author__user", _("Reviews of your work"), Fate.DELETE,
        secret={"reviewer": "Reviews are anonymous.", "tutor": "Reviews are anonymous."},
        shown=Q(round__released_at__isnull=False, sent_at__isnull=False),
    ),
    Holding(
        "learners.PeerReview", "reviewer__user", _("Reviews that you wrote"), Fate.EMPTY,
        {"strength": GONE, "change": GONE, "more_time": ""},
        {"author": "Works are anonymous.", "submission": "Works are anonymous."},
        why="The points are part of somebody else's work.",
    ),
    Holding("learners.PeerCalibration", "enrolment__user", _("How you judged the sample"), Fate.DELETE),
    NotAbout("learners.PeerRound", STAFF_DID),
]  # fmt: skip
