"""What discussions and defences hold about a person."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from content.base.holdings import Declared, Fate, Holding

_RELEASED = Q(work__released_at__isnull=False)

HOLDINGS: list[Declared] = [
    Holding(
        "learners.Contribution",
        "work__enrolment__user",
        _("What you said of your part in a discussion"),
        Fate.DELETE,
    ),
    Holding(
        "learners.Observation",
        "work__enrolment__user",
        _("How your part was judged"),
        Fate.DELETE,
        shown=_RELEASED,
    ),
    Holding(
        "learners.AgreedMark",
        "work__enrolment__user",
        _("Marks that two examiners agreed on"),
        Fate.DELETE,
        shown=_RELEASED,
    ),
]
