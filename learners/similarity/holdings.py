"""What the comparison of works holds about a person."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from content.base.holdings import Declared, Fate, Holding

HOLDINGS: list[Declared] = [
    Holding(
        "learners.Overlap", "submission__work__enrolment__user", _("What your work has in common with others"), Fate.DELETE,
        secret={"other": "The work of somebody else."}, shown=Q(submission__work__released_at__isnull=False),
    ),
    Holding("learners.Fingerprint", "submission__work__enrolment__user", _("Sums of your work, to compare it"), Fate.DELETE),
]  # fmt: skip
