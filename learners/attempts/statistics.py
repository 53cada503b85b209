"""How well each version of a question works: how hard it was, whether it tells strong from weak, what was chosen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Any

from django.db.models import Count, F, FloatField, QuerySet, Sum
from django.db.models.functions import Cast

from courses.questions.kinds.base import Fields
from courses.questions.kinds.table import KINDS
from courses.questions.models import Question
from learners.attempts.models import AttemptItem

FEWEST_FOR_DISCRIMINATION = 10


@dataclass(frozen=True)
class Sums:
    """Over all scored answers to one version: x is the share of its points, y the share of the points of all other questions."""

    count: int = 0
    x: float = 0
    y: float = 0
    xx: float = 0
    yy: float = 0
    xy: float = 0


@dataclass(frozen=True)
class Statistics:
    answers: int
    facility: int | None
    """Mean share of the points in per cent: 100 is easy. Nothing without an answer."""
    discrimination: float | None
    """Correlation with the rest of the sheet, -1 to 1, two decimals. Nothing under ten answers, or when all are alike."""


def statistics_from(sums: Sums) -> Statistics:
    return Statistics(
        answers=sums.count,
        facility=round(100 * sums.x / sums.count) if sums.count else None,
        discrimination=_correlation(sums) if sums.count >= FEWEST_FOR_DISCRIMINATION else None,
    )


def _correlation(sums: Sums) -> float | None:
    """Pearson's r; for a question with all points or none it is the point-biserial one."""
    n = sums.count
    spread = (n * sums.xx - sums.x**2) * (n * sums.yy - sums.y**2)
    if spread <= 1e-9:
        return None
    return round((n * sums.xy - sums.x * sums.y) / sqrt(spread), 2)


def statistics_of(questions: Iterable[Question]) -> dict[int, Statistics]:
    """Of each version, by its id. One query for all of them; the database adds up."""
    ids = [question.pk for question in questions]
    rows = (
        _scored()
        .filter(question__in=ids)
        .annotate(
            x=Cast(F("points"), FloatField()) / Cast(F("max_points"), FloatField()),
            y=Cast(F("attempt__points") - F("points"), FloatField())
            / Cast(F("attempt__max_points") - F("max_points"), FloatField()),
        )
        .values("question_id")
        .annotate(
            count=Count("pk"),
            sum_x=Sum("x"),
            sum_y=Sum("y"),
            sum_xx=Sum(F("x") * F("x")),
            sum_yy=Sum(F("y") * F("y")),
            sum_xy=Sum(F("x") * F("y")),
        )
        .order_by("question_id")
    )
    found = {row["question_id"]: statistics_from(_sums(row)) for row in rows}
    return {pk: found.get(pk, statistics_from(Sums())) for pk in ids}


def _scored() -> QuerySet[AttemptItem]:
    """Answers whose whole attempt is marked. A sheet of one question has no rest to compare with."""
    return AttemptItem.objects.filter(
        points__isnull=False, attempt__marked_at__isnull=False, attempt__max_points__gt=F("max_points")
    )


def _sums(row: Mapping[str, Any]) -> Sums:
    return Sums(row["count"], row["sum_x"], row["sum_y"], row["sum_xx"], row["sum_yy"], row["sum_xy"])


@dataclass(frozen=True)
class OptionCount:
    text: str
    right: bool
    times: int


def option_counts(question: Question) -> list[OptionCount]:
    """How often each option was chosen; of a question that is answered by a line, the answers themselves, most often first.

    One query beside the options.
    """
    answers = AttemptItem.objects.filter(question=question, closed_at__isnull=False, response__isnull=False)
    rows = list(answers.values_list("response").annotate(times=Count("pk")).order_by("-times"))
    fields = KINDS[question.kind].fields
    if fields == Fields.CHOICES:
        choices = sorted(question.choices.all(), key=lambda choice: (choice.sort_order or 0, choice.pk))
        return [
            OptionCount(
                choice.text, choice.correct, sum(times for response, times in rows if choice.pk in response)
            )
            for choice in choices
        ]
    if fields == Fields.LINE:
        return [OptionCount(response, False, times) for response, times in rows[:20]]
    return []
