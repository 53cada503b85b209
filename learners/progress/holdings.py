"""What the log of progress holds about a person."""

from django.utils.translation import gettext_lazy as _

from content.base.holdings import Declared, Fate, Holding

HOLDINGS: list[Declared] = [
    Holding(
        "learners.ActivityProgress", "enrolment__user", _("Progress"), Fate.KEEP,
        why="How far a cohort came is counted from it.",
    ),
]  # fmt: skip
