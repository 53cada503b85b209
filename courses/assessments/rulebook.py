"""The rules of one written work as an edition froze them: rubric, words, late policy, anonymity, marking, peer review."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from courses.assessments.lateness import LatePolicy
from courses.assessments.rubrics import weighted_mark
from courses.assessments.works import Accepts, Marking

TOLERANCE_PERCENT = 10
LEVELS = ((1, 90), (2, 75), (3, 60), (4, 40))
"""Key of the keyboard and points: at the anchors excellent, pass and fail, and half way between the first two."""


@dataclass(frozen=True)
class FrozenCriterion:
    title: str
    weight: int
    excellent: str
    passing: str
    failing: str

    def level(self, points: int) -> str:
        """The anchor in words that these points are next to."""
        return self.excellent if points >= 80 else self.passing if points >= 50 else self.failing


@dataclass(frozen=True)
class WorkRules:
    criteria: tuple[FrozenCriterion, ...]
    words_from: int | None
    words_to: int | None
    late: LatePolicy
    accepts: str
    anonymous: bool
    marking: str
    peer_reviews: int
    peer_review_days: int

    @property
    def takes_text(self) -> bool:
        return self.accepts != Accepts.FILES

    @property
    def takes_files(self) -> bool:
        return self.accepts != Accepts.TEXT

    @property
    def is_journal(self) -> bool:
        return self.marking == Marking.TUTOR

    @property
    def is_marked_twice(self) -> bool:
        return self.marking == Marking.SECOND

    @property
    def is_moderated(self) -> bool:
        return self.marking == Marking.MODERATED

    @property
    def peer_criteria(self) -> tuple[FrozenCriterion, ...]:
        """What peers judge: all but the last criterion, which is about the reviews themselves (specification 1.10)."""
        return self.criteria[:-1] if self.peer_reviews else ()

    def mark_of(self, points: list[int]) -> Decimal:
        return weighted_mark([criterion.weight for criterion in self.criteria], points)


def work_rules(frozen: Mapping[str, Any]) -> WorkRules:
    """Reads what WrittenWorkPage.frozen_rules wrote."""
    words_from, words_to = _range(frozen["words_from"], frozen["words"])
    peer = frozen["peer"] or {"reviews": 0, "days": 0}
    return WorkRules(
        criteria=tuple(
            FrozenCriterion(row["title"], row["weight"], row["excellent"], row["pass"], row["fail"])
            for row in frozen["rubric"]["criteria"]
        ),
        words_from=words_from,
        words_to=words_to,
        late=LatePolicy(**frozen["late"]),
        accepts=frozen["accepts"],
        anonymous=frozen["anonymous"],
        marking=frozen["marking"],
        peer_reviews=peer["reviews"],
        peer_review_days=peer["days"],
    )


def _range(words_from: int | None, words: int | None) -> tuple[int | None, int | None]:
    """A range stands as it is; a single number leaves ten per cent free on both sides."""
    if words is None or words_from:
        return words_from, words
    return words * (100 - TOLERANCE_PERCENT) // 100, words * (100 + TOLERANCE_PERCENT) // 100
