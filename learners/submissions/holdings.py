"""What written work holds about a person."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from content.base.holdings import STAFF_DID, STORED_NAME, Declared, Fate, Holding, KeptFile, NotAbout
from learners.submissions.handing_in import FOLDER

_WORK, _RELEASED = "work__enrolment__user", Q(work__released_at__isnull=False)

HOLDINGS: list[Declared] = [
    Holding("learners.NextStep", _WORK, _("What you will do differently"), Fate.DELETE),
    Holding("learners.Reply", _WORK, _("Answers to your work"), Fate.DELETE),
    Holding("learners.Correction", _WORK, _("Corrections of your marks"), Fate.DELETE, shown=Q(decided_at__isnull=False)),
    Holding("learners.Discussion", _WORK, _("What your markers said to each other"), Fate.DELETE, shown=_RELEASED),
    Holding("learners.Moderation", _WORK, _("Looks of a moderator at your mark"), Fate.DELETE, shown=_RELEASED),
    Holding("learners.Mark", _WORK, _("Feedback by the rubric"), Fate.DELETE, shown=_RELEASED),
    Holding("learners.Draft", _WORK, _("Drafts"), Fate.DELETE),
    Holding("learners.Submission", _WORK, _("Work that you handed in"), Fate.DELETE),
    Holding(
        "learners.WorkFile", _WORK, _("Files of your work"), Fate.DELETE, secret={"stored_name": STORED_NAME, "plain_name": STORED_NAME},
        files=(KeptFile(FOLDER, "stored_name"), KeptFile(FOLDER, "plain_name")),
    ),
    Holding("learners.Work", "enrolment__user", _("Works"), Fate.DELETE),
    Holding("learners.SavedComment", "owner", _("Sentences that you keep for marking"), Fate.DELETE),
    Holding("learners.CalibrationMark", "marker", _("How you judged samples for markers"), Fate.EMPTY, {"note": ""}, why="How strict markers are is counted from it."),
    NotAbout("learners.SampleScript", STAFF_DID),
]  # fmt: skip
