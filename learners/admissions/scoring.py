"""What the scores of the readers come to."""

from collections.abc import Iterable
from decimal import Decimal

from learners.admissions.models import Review

WEIGHTS = {"relevance": 35, "motivation": 25, "readiness": 20, "diversity": 20}
"""Per cent (specification 1.3). They add up to 100."""
WIDE_SPREAD = 15
"""Points between two readers from which they should talk."""


def total(review: Review) -> Decimal | None:
    """The weighted total of one reader, 0 to 100; nothing for a conflict of interest."""
    if review.conflict:
        return None
    return _rounded(Decimal(sum(getattr(review, name) * weight for name, weight in WEIGHTS.items())) / 100)


def totals(reviews: Iterable[Review]) -> list[Decimal]:
    return [each for review in reviews if (each := total(review)) is not None]


def mean(reviews: Iterable[Review]) -> Decimal | None:
    scores = totals(reviews)
    return _rounded(sum(scores, Decimal(0)) / len(scores)) if scores else None


def spread(reviews: Iterable[Review]) -> Decimal | None:
    """How far the readers are apart; nothing for fewer than two."""
    scores = totals(reviews)
    return max(scores) - min(scores) if len(scores) > 1 else None


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.1"))
