"""What self-assessments hold about a person."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from content.base.holdings import OPENS_A_DOOR, Declared, Fate, Holding

_AGREED = Q(respondent__token_hash=None) | Q(respondent__consented_at__isnull=False)
"""A colleague who did not agree is seen in medians alone."""

HOLDINGS: list[Declared] = [
    Holding("learners.ActionItem", "assessment__owner", _("Practices that you chose"), Fate.DELETE),
    Holding("learners.AnswerSheet", "respondent__assessment__owner", _("Answers of your self-assessments"), Fate.DELETE, shown=_AGREED),
    Holding(
        "learners.Respondent", "assessment__owner", _("Whom you asked"), Fate.DELETE, secret={"token_hash": OPENS_A_DOOR}
    ),
    Holding("learners.Assessment", "owner", _("Self-assessments"), Fate.DELETE),
]  # fmt: skip
