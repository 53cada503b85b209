"""The result of a run as a PDF."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from content.base.errors import RuleError
from content.base.typesetting import NotTypeset, typeset
from learners.selfassessment.models import Assessment
from learners.selfassessment.radar import is_drawn, radar, summary
from learners.selfassessment.reading_plan import Reading
from learners.selfassessment.results import PrincipleResult, pillar_scores
from learners.selfassessment.showing import PARAPHRASED, Shown, scores, shown

_TEMPLATE = Path(__file__).with_name("result.typ")


class NotOnPaper(RuleError):
    """The page can be read and printed from the browser; a PDF cannot be made."""


def result_pdf(
    assessment: Assessment,
    results: Sequence[PrincipleResult],
    readings: Sequence[Reading],
    *,
    at: datetime,
) -> bytes:
    """Without the single answers of anybody: a paper is passed on. Raises NotOnPaper."""
    try:
        return typeset(_TEMPLATE, facts_of(assessment, results, readings, at=at))
    except NotTypeset as error:
        raise NotOnPaper(
            _("A PDF cannot be made: this server has no font for a character in it. Print the page instead.")
        ) from error


def facts_of(assessment, results, readings, *, at: datetime) -> dict:
    """All that the paper says."""
    values = scores(results)
    return {
        "administration": assessment.administration,
        "begun": date_format(assessment.started_at, "j F Y"),
        "sent": date_format(assessment.submitted_at, "j F Y") if assessment.submitted_at else "",
        "made": date_format(at, "j F Y"),
        "made_on": at.date().isoformat(),
        "site": settings.SITE_NAME,
        "radar": str(radar(values, title=summary(values))) if is_drawn(values) else "",
        "summary": summary(values),
        "rows": [_row(each) for each in shown(results)],
        "pillars": [
            {"name": pillar, "score": _score(value)} for pillar, value in pillar_scores(results).items()
        ],
        "readings": [
            _reading(row, reading)
            for row, reading in zip(shown([each.principle for each in readings]), readings, strict=True)
        ],
        "paraphrased": PARAPHRASED,
    }


def _row(each: Shown) -> dict:
    result = each.of.result
    gap = f"{result.gap} ({each.next_stage})" if result.gap else ""
    return {
        "principle": f"{each.of.number}. {each.principle.title}",
        "stage": str(each.stage),
        "score": _score(result.score),
        "gap": gap,
        "confidence": str(each.confidence),
    }


def _score(value: int | None) -> str:
    return "–" if value is None else str(value)


def _reading(row: Shown, reading: Reading) -> dict:
    return {
        "principle": f"{row.of.number}. {row.principle.title}",
        "lessons": [f"{lesson.code} {lesson.title}" for lesson in reading.lessons],
        "cases": [f"{case.title} ({case.country})" for case in reading.cases],
        "practices": [practice.text for practice in reading.practices],
    }
