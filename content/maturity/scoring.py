"""From answers to a stage, a score and how far it can be trusted (specification 5, scoring). Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import floor

Answer = int | None
"""0 not true, 1 partly true, 2 true, None: do not know."""

ENOUGH = Fraction(1, 2)
"""Of the statements; with fewer known answers there is no stage."""
ENOUGH_VOICES = 3


class Stage(StrEnum):
    INSUFFICIENT = "insufficient"
    EARLY = "early"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"


class Confidence(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


STAGES = (Stage.EARLY, Stage.INTERMEDIATE, Stage.ADVANCED)
BANDS = {Stage.EARLY: (0, 49), Stage.INTERMEDIATE: (50, 79), Stage.ADVANCED: (80, 100)}
TARGETS = {Stage.EARLY: 50, Stage.INTERMEDIATE: 80}
"""The score at which the next stage begins. The advanced stage is kept and reviewed."""


@dataclass(frozen=True)
class PrincipleScore:
    raw: int
    """For trends; not held inside the band of its stage."""
    score: int | None
    """0 to 100, inside the band of the stage; none while too little is known."""
    stage: Stage
    coverage: Fraction
    consistency: Fraction
    contradictory: bool
    confidence_index: Fraction
    confidence: Confidence

    @property
    def gap(self) -> int:
        """Points to the next stage; 0 in the advanced one, and while there is no score."""
        target = TARGETS.get(self.stage, 0)
        return max(0, target - self.score) if self.score is not None else 0


def score(answers: Mapping[Stage, Sequence[Answer]], *, evidenced: int, respondents: int) -> PrincipleScore:
    """evidenced: answers of 1 or 2 on intermediate and advanced statements that carry a note or a link."""
    early, middle, top = (_level(answers[stage]) for stage in STAGES)
    everything = [answer for stage in STAGES for answer in answers[stage]]
    coverage = Fraction(sum(1 for answer in everything if answer is not None), len(everything) or 1)
    raw = floor(100 * (middle + top) / 2 * (1 - early / 4) + Fraction(1, 2))
    stage = _stage(early, middle, top, coverage)
    claimed = sum(1 for each in (Stage.INTERMEDIATE, Stage.ADVANCED) for answer in answers[each] if answer)
    consistency = 1 - early * top
    index = (
        Fraction(4, 10) * coverage
        + Fraction(3, 10) * (Fraction(evidenced, claimed) if claimed else 0)
        + Fraction(2, 10) * consistency
        + Fraction(1, 10) * Fraction(min(respondents, ENOUGH_VOICES), ENOUGH_VOICES)
    )
    return PrincipleScore(
        raw=raw,
        score=_held(raw, stage),
        stage=stage,
        coverage=coverage,
        consistency=consistency,
        contradictory=consistency < Fraction(1, 2),
        confidence_index=index,
        confidence=_confidence(index, stage, respondents),
    )


def _level(answers: Sequence[Answer]) -> Fraction:
    """0 to 1: the mean of the known answers. A stage without one counts as 0."""
    known = [answer for answer in answers if answer is not None]
    return Fraction(sum(known), 2 * len(known)) if known else Fraction(0)


def _stage(early: Fraction, middle: Fraction, top: Fraction, coverage: Fraction) -> Stage:
    if coverage < ENOUGH:
        return Stage.INSUFFICIENT
    if top >= Fraction(70, 100) and middle >= Fraction(75, 100) and early < Fraction(1, 2):
        return Stage.ADVANCED
    if middle >= Fraction(1, 2) and early < Fraction(75, 100):
        return Stage.INTERMEDIATE
    return Stage.EARLY


def _held(raw: int, stage: Stage) -> int | None:
    """Inside the band of its stage, so that chart and stage never disagree."""
    if stage == Stage.INSUFFICIENT:
        return None
    low, high = BANDS[stage]
    return min(max(raw, low), high)


def _confidence(index: Fraction, stage: Stage, respondents: int) -> Confidence:
    if stage == Stage.INSUFFICIENT or index < Fraction(1, 2):
        return Confidence.LOW
    if index < Fraction(3, 4) or respondents < 2:
        return Confidence.MEDIUM
    return Confidence.HIGH


def median(answers: Sequence[Answer]) -> Answer:
    """Of the known answers of several people; of two middle ones the lower. None when nobody knows."""
    known = sorted(answer for answer in answers if answer is not None)
    return known[(len(known) - 1) // 2] if known else None


def disagree(answers: Sequence[Answer]) -> bool:
    """One says true, another one not true: worth a talk."""
    known = [answer for answer in answers if answer is not None]
    return bool(known) and max(known) - min(known) == 2


def priority(result: PrincipleScore, *, weight: int) -> int:
    """What to work on first. weight: 1 to 3, chosen by the owner."""
    return weight * result.gap


def mean_score(results: Sequence[PrincipleScore]) -> int | None:
    """Of a pillar: the mean of the principles that have a score, rounded half up."""
    known = [result.score for result in results if result.score is not None]
    return floor(Fraction(sum(known), len(known)) + Fraction(1, 2)) if known else None
