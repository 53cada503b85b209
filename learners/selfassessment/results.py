"""What the answers of all amount to, principle by principle."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from content.maturity.queries import Sheet, Statement
from content.maturity.scoring import (
    STAGES,
    Answer,
    PrincipleScore,
    Stage,
    disagree,
    mean_score,
    median,
    priority,
    score,
)
from learners.selfassessment.assessing import pinned, principles_of
from learners.selfassessment.models import AnswerSheet, Assessment
from learners.selfassessment.queries import counted_sheets

EVIDENCE = 20
"""Characters of a note that counts as evidence; a link of any length does (specification 5, evidence)."""
PILLARS = {"I": (1, 2, 3, 4), "II": (5, 6, 7, 8), "III": (9, 10, 11, 12)}
_LINK = re.compile(r"https?://\S+", re.IGNORECASE)


@dataclass(frozen=True)
class PrincipleResult:
    number: int
    result: PrincipleScore
    weight: int
    voices: int
    apart: tuple[Statement, ...]
    """Statements that one calls true and another one not true."""

    @property
    def priority(self) -> int:
        return priority(self.result, weight=self.weight)


def results_of(assessment: Assessment) -> list[PrincipleResult]:
    """Of the principles that somebody has answered, in their order. One query."""
    by_number: dict[int, list[AnswerSheet]] = {}
    for sheet in counted_sheets(assessment):
        if sheet.answers:
            by_number.setdefault(sheet.number, []).append(sheet)
    return [
        _result(assessment, number, by_number[number])
        for number in principles_of(assessment)
        if number in by_number
    ]


def _result(assessment: Assessment, number: int, sheets: Sequence[AnswerSheet]) -> PrincipleResult:
    sheet = pinned(assessment, number)
    assert sheet is not None  # noqa: S101 -- the number comes from the pins
    answers = {
        stage: [median(_voices(sheets, statement)) for statement in sheet.part(stage).statements]
        for stage in STAGES
    }
    return PrincipleResult(
        number=number,
        result=score(answers, evidenced=_evidenced(sheet, sheets), respondents=len(sheets)),
        weight=assessment.weights.get(str(number), 1),
        voices=len(sheets),
        apart=tuple(each for each in sheet.statements if disagree(_voices(sheets, each))),
    )


def _voices(sheets: Sequence[AnswerSheet], statement: Statement) -> list[Answer]:
    return [sheet.answers.get(statement.code) for sheet in sheets]


def _evidenced(sheet: Sheet, sheets: Sequence[AnswerSheet]) -> int:
    """Intermediate and advanced statements that are claimed and that somebody gave evidence for."""
    return sum(
        1
        for stage in (Stage.INTERMEDIATE, Stage.ADVANCED)
        for statement in sheet.part(stage).statements
        if median(_voices(sheets, statement))
        and any(is_evidence(each.notes.get(statement.code, "")) for each in sheets)
    )


def is_evidence(note: str) -> bool:
    return len(note.strip()) >= EVIDENCE or bool(_LINK.search(note))


def pillar_scores(results: Sequence[PrincipleResult]) -> dict[str, int | None]:
    return {
        pillar: mean_score([each.result for each in results if each.number in numbers])
        for pillar, numbers in PILLARS.items()
    }


@dataclass(frozen=True)
class Change:
    """One principle in two runs."""

    number: int
    before: PrincipleResult | None
    after: PrincipleResult | None

    @property
    def by(self) -> int | None:
        """Points up or down; nothing while one of the two has no score."""
        old = self.before.result.score if self.before else None
        new = self.after.result.score if self.after else None
        return new - old if old is not None and new is not None else None


def changes(before: Sequence[PrincipleResult], after: Sequence[PrincipleResult]) -> list[Change]:
    old, new = ({each.number: each for each in results} for results in (before, after))
    return [Change(number, old.get(number), new.get(number)) for number in sorted(old.keys() | new.keys())]
