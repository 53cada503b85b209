"""How many points a set of answers earns, and whether that is enough."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from django.utils.formats import number_format

from courses.questions.kinds.base import Asked
from courses.questions.kinds.table import kind_of

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Score:
    points: Decimal
    max_points: Decimal

    @property
    def share(self) -> Fraction:
        """Exact, so that sheets of different length compare. Zero when there was nothing to earn."""
        return Fraction(self.points) / Fraction(self.max_points) if self.max_points else Fraction(0)

    @property
    def percent(self) -> Decimal:
        """To one decimal, for the screen."""
        exact = 100 * self.share
        return (Decimal(exact.numerator) / exact.denominator).quantize(Decimal("0.1"), ROUND_HALF_UP)

    def reaches(self, percent: int) -> bool:
        return 100 * self.share >= percent


def points_for(question: Asked, response: Any, *, points: Decimal | None = None) -> Decimal | None:
    """What the response earns of these points, or of those of the question. None: a person has to read it first."""
    kind = kind_of(question)
    if not kind.is_answered(response):
        return Decimal("0.00")
    if kind.by_person:
        return None
    exact = Fraction(question.points if points is None else points) * kind.share(question, response)
    return (Decimal(exact.numerator) / exact.denominator).quantize(CENT, ROUND_HALF_UP)


def in_figures(points: Decimal) -> str:
    """“7” or “7.5”: without empty decimals, as the reader's language writes numbers."""
    return number_format(points.normalize() if points % 1 else int(points), use_l10n=True)
