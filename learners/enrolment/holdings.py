"""What enrolment holds about a person."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from content.base.holdings import STAFF_DID, Declared, Fate, Holding, NotAbout
from learners.enrolment.models import RosterRow


def _lines(user) -> QuerySet[RosterRow]:
    return RosterRow.objects.filter(Q(enrolment__user=user) | Q(email__iexact=user.email))


HOLDINGS: list[Declared] = [
    Holding("learners.Settlement", "outstanding__enrolment__user", _("What was settled"), Fate.DELETE),
    Holding("learners.Outstanding", "enrolment__user", _("Fees and documents"), Fate.DELETE),
    Holding("learners.CohortMove", "enrolment__user", _("Moves between cohorts"), Fate.DELETE),
    Holding("learners.Accommodation", "enrolment__user", _("More time in quizzes and exams"), Fate.DELETE),
    Holding("learners.Extension", "enrolment__user", _("More time"), Fate.DELETE),
    Holding("learners.HeldPlace", "user", _("Places held for you"), Fate.DELETE),
    Holding("learners.RosterRow", "", _("Lines of files by which you were enrolled"), Fate.DELETE, rows=_lines),
    Holding("learners.LearnerProfile", "user", _("Profile"), Fate.DELETE),
    Holding(
        "learners.Enrolment", "user", _("Places in cohorts"), Fate.KEEP, why="Marks and figures of the cohort hang on it.",
        secret={"calendar_number": "A part of the private address of the calendar."},
    ),
    NotAbout("learners.RosterImport", STAFF_DID),
]  # fmt: skip
