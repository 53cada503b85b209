"""What the pages of the self-assessment show."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from content.maturity.scoring import STAGES, TARGETS, Confidence, Stage
from content.principles.models import PrinciplePage
from learners.selfassessment.assessing import answered, pinned, principles_of
from learners.selfassessment.models import AnswerSheet, Assessment, Respondent
from learners.selfassessment.queries import sheets_of
from learners.selfassessment.results import PrincipleResult

STAGE_WORDS = {
    Stage.INSUFFICIENT: _("Too little is known"),
    Stage.EARLY: _("Early"),
    Stage.INTERMEDIATE: _("Intermediate"),
    Stage.ADVANCED: _("Advanced"),
}
CONFIDENCE_WORDS = {Confidence.LOW: _("Low"), Confidence.MEDIUM: _("Medium"), Confidence.HIGH: _("High")}
PARAPHRASED = 2
"""The principle whose statements paraphrase the sheet of the OECD; the others are the programme's own."""


@dataclass(frozen=True)
class Row:
    """One principle in the list of a run."""

    principle: PrinciplePage
    answered: int
    statements: int
    enough: bool

    @property
    def state(self) -> str:
        return "done" if self.enough else "current" if self.answered else "todo"


def principles_by_number() -> dict[int, PrinciplePage]:
    """One query."""
    return {page.number: page for page in PrinciplePage.objects.live().order_by("number")}


def rows_of(assessment: Assessment, respondent: Respondent) -> list[Row]:
    pages, sheets = principles_by_number(), sheets_of(respondent)
    enough = set(answered(assessment, respondent))
    return [
        Row(pages[number], len(_answers(sheets.get(number))), _count(assessment, number), number in enough)
        for number in principles_of(assessment)
        if number in pages
    ]


def _answers(sheet: AnswerSheet | None) -> dict:
    return sheet.answers if sheet else {}


def _count(assessment: Assessment, number: int) -> int:
    sheet = pinned(assessment, number)
    return len(sheet.statements) if sheet else 0


@dataclass(frozen=True)
class Shown:
    """One principle in the result."""

    principle: PrinciplePage
    of: PrincipleResult

    @property
    def stage(self):
        return STAGE_WORDS[self.of.result.stage]

    @property
    def confidence(self):
        return CONFIDENCE_WORDS[self.of.result.confidence]

    @property
    def next_stage(self):
        """The words of the stage after this one; nothing in the last one, and while there is none."""
        stage = self.of.result.stage
        return STAGE_WORDS[STAGES[STAGES.index(stage) + 1]] if stage in TARGETS else ""


def shown(results: Sequence[PrincipleResult]) -> list[Shown]:
    pages = principles_by_number()
    return [Shown(pages[each.number], each) for each in results if each.number in pages]


def scores(results: Sequence[PrincipleResult]) -> dict[int, int | None]:
    return {each.number: each.result.score for each in results}
