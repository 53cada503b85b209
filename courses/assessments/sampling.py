"""Which marked works a moderator reads, and what two blind marks make (specification 1.10, marking)."""

import hashlib
import math
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.assessments.rubrics import ONE_DECIMAL

PASS, HIGH = 50, 80
SAMPLE_PERCENT, FEWEST = 20, 5
MOST_APART = 10
"""Two blind marks that differ by more must be talked about."""


class Verdict(models.TextChoices):
    """What a moderator says of a mark. The marker alone changes it."""

    AGREED = "agreed", _("I agree with the mark")
    LOOK_AGAIN = "look_again", _("The marker should look again")


def moderation_sample(marks: Mapping[int, Decimal], *, seed: str) -> set[int]:
    """All fails, all marks of 80 or more, and of the others a fifth of all works, at least five.

    The seed fixes the draw: the same marks give the same sample, and nobody chooses it.
    """
    plain = {key for key, mark in marks.items() if mark < PASS or mark >= HIGH}
    others = sorted(
        marks.keys() - plain, key=lambda key: hashlib.sha256(f"{seed}:{key}".encode()).hexdigest()
    )
    count = max(FEWEST, math.ceil(len(marks) * SAMPLE_PERCENT / 100))
    return plain | set(others[:count])


def agreed_mark(first: Decimal, second: Decimal) -> Decimal | None:
    """The mean of two blind marks; nothing when they are more than ten points apart."""
    if abs(first - second) > MOST_APART:
        return None
    return ((first + second) / 2).quantize(ONE_DECIMAL, ROUND_HALF_UP)


def stands_between(third: Decimal, first: Decimal, second: Decimal) -> bool:
    """A third marker decides between the two others, their own marks included."""
    return min(first, second) <= third <= max(first, second)
