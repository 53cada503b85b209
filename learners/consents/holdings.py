"""What the consent log holds about a person."""

from django.utils.translation import gettext_lazy as _

from content.base.holdings import Declared, Fate, Holding

HOLDINGS: list[Declared] = [
    Holding(
        "learners.Consent", "user", _("What you agreed to"), Fate.KEEP,
        why="It proves, under a pseudonym, that data were used with consent.",
    ),
]  # fmt: skip
