"""Rubrics: by which criteria written work is judged, each with its weight and three anchors in words."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from content.base.errors import RuleError

WHOLE = 100
ONE_DECIMAL = Decimal("0.1")


class UnfitRubric(RuleError):
    """Nobody can mark by this rubric."""


class Rubric(ClusterableModel):
    code = models.CharField(
        max_length=12,
        unique=True,
        validators=[
            RegexValidator(r"^[A-Z][A-Z0-9-]*$", gettext_lazy("Use capital letters, figures and hyphens."))
        ],
        help_text=gettext_lazy("For example R-AS1."),
    )

    def __str__(self) -> str:
        return self.code


class Criterion(Orderable):
    rubric = ParentalKey(Rubric, on_delete=models.CASCADE, related_name="criteria")
    title = models.CharField(max_length=120)
    weight = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(WHOLE)],
        help_text=gettext_lazy("Per cent of the mark. All weights together make 100."),
    )
    excellent = models.CharField(max_length=250, help_text=gettext_lazy("What work of about 90 shows."))
    passing = models.CharField(max_length=250, help_text=gettext_lazy("What work of about 60 shows."))
    failing = models.CharField(max_length=250, help_text=gettext_lazy("What work below 50 shows."))

    class Meta(Orderable.Meta):
        verbose_name_plural = gettext_lazy("criteria")
        constraints = [
            models.UniqueConstraint(fields=["rubric", "title"], name="criterion_once_per_rubric"),
            models.CheckConstraint(
                condition=models.Q(weight__gte=1, weight__lte=WHOLE), name="criterion_weight_1_to_100"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.weight} %)"


def require_whole(weights: Sequence[int]) -> None:
    """Raises UnfitRubric unless the weights sum to 100."""
    if sum(weights) != WHOLE:
        raise UnfitRubric(
            _("The weights of the criteria sum to %(sum)s. They must sum to 100.") % {"sum": sum(weights)}
        )


def rubric_by_value(rubric: Rubric) -> dict:
    """The rubric as an edition keeps it. Raises UnfitRubric."""
    criteria = list(rubric.criteria.all())
    require_whole([criterion.weight for criterion in criteria])
    return {
        "code": rubric.code,
        "criteria": [
            {
                "title": criterion.title,
                "weight": criterion.weight,
                "excellent": criterion.excellent,
                "pass": criterion.passing,
                "fail": criterion.failing,
            }
            for criterion in criteria
        ],
    }


def weighted_mark(weights: Sequence[int], points: Sequence[int]) -> Decimal:
    """The weighted mean of points from 0 to 100, with one decimal, rounded half up (specification 1.13)."""
    total = sum(weight * each for weight, each in zip(weights, points, strict=True))
    return (Decimal(total) / sum(weights)).quantize(ONE_DECIMAL, ROUND_HALF_UP)
