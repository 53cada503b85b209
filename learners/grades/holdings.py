"""What the ledger holds about a person."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from content.base.holdings import GONE, Declared, Fate, Holding
from learners.grades.queries import KINDS_TO_RELEASE, was_released

_RELEASED = was_released("enrolment", "activity", "resit")
_FIGURES = "Figures of cohorts and questions are counted from it."

HOLDINGS: list[Declared] = [
    Holding(
        "learners.GradeEvent", "enrolment__user", _("Marks"), Fate.EMPTY, {"reason": ""}, why=_FIGURES,
        shown=~Q(activity__kind__in=KINDS_TO_RELEASE) | Q(_RELEASED),
    ),
    Holding("learners.GradeRelease", "enrolment__user", _("When marks were shown"), Fate.KEEP, why=_FIGURES),
    Holding(
        "learners.Withholding", "enrolment__user", _("Marks that were kept back"), Fate.EMPTY, {"reason": GONE},
        why=_FIGURES,
    ),
]  # fmt: skip
