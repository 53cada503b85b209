"""What integrity cases hold about a person."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from content.base.holdings import Declared, Fate, Holding

HOLDINGS: list[Declared] = [
    Holding(
        "learners.PanelVote", "case__enrolment__user", _("Votes in integrity cases"), Fate.DELETE,
        secret={"member": "A panel decides together."}, shown=Q(case__decided_at__isnull=False),
    ),
    Holding(
        "learners.IntegrityCase", "enrolment__user", _("Integrity cases"), Fate.DELETE, shown=Q(informed_at__isnull=False)
    ),
]  # fmt: skip
