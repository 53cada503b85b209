"""The rules of one written work as an edition froze them: rubric, words, late policy, anonymity, marking, peer review."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from courses.assessments.lateness import LatePolicy
from courses.assessments.rubrics import weighted_mark
from courses.assessments.tasks import Completion
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
    completion: str = Completion.HANDING_IN
    after: str = ""
    """Code of the proposal that has to be approved before."""

    @property
    def takes_text(self) -> bool:
        return self.accepts != Accepts.FILES

    @property
    def takes_files(self) -> bool:
        return self.accepts != Accepts.TEXT

    @property
    def is_marked(self) -> bool:
        return self.marking != Marking.NONE

    @property
    def is_approved(self) -> bool:
        """Somebody says yes or no to it."""
        return self.completion == Completion.APPROVAL

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
        """What peers judge. Of marked work the last criterion is about the reviews themselves (specification 1.10)."""
        if not self.peer_reviews:
            return ()
        return self.criteria[:-1] if self.is_marked else self.criteria

    def mark_of(self, points: list[int]) -> Decimal:
        return weighted_mark([criterion.weight for criterion in self.criteria], points)


def work_rules(frozen: Mapping[str, Any]) -> WorkRules:
    """Reads what WrittenWorkPage.frozen_rules wrote."""
    words_from, words_to = _range(frozen["words_from"], frozen["words"])
    peer = frozen["peer"] or {"reviews": 0, "days": 0}
    return WorkRules(
        criteria=frozen_criteria(frozen),
        words_from=words_from,
        words_to=words_to,
        late=LatePolicy(**frozen["late"]),
        accepts=frozen["accepts"],
        anonymous=frozen["anonymous"],
        marking=frozen["marking"],
        peer_reviews=peer["reviews"],
        peer_review_days=peer["days"],
        completion=frozen.get("completion", Completion.HANDING_IN),
        after=frozen.get("after", ""),
    )


def frozen_criteria(frozen: Mapping[str, Any]) -> tuple[FrozenCriterion, ...]:
    return tuple(
        FrozenCriterion(row["title"], row["weight"], row["excellent"], row["pass"], row["fail"])
        for row in frozen["rubric"]["criteria"]
    )


def is_written(frozen: Mapping[str, Any]) -> bool:
    """Learners hand it in as text or files."""
    return "accepts" in frozen


def is_marked_in_writing(frozen: Mapping[str, Any]) -> bool:
    return is_written(frozen) and frozen["marking"] != Marking.NONE


def is_task(frozen: Mapping[str, Any]) -> bool:
    """Handed in, and never marked."""
    return is_written(frozen) and frozen["marking"] == Marking.NONE


@dataclass(frozen=True)
class ObservedRules:
    """The rules of what is judged although nobody hands it in."""

    criteria: tuple[FrozenCriterion, ...]
    examiners: int
    posts: int
    replies: int

    @property
    def is_before_panel(self) -> bool:
        return self.examiners > 1

    def mark_of(self, points: list[int]) -> Decimal:
        return weighted_mark([criterion.weight for criterion in self.criteria], points)


def is_observed(frozen: Mapping[str, Any]) -> bool:
    return "observed" in frozen


def observed_rules(frozen: Mapping[str, Any]) -> ObservedRules:
    """Reads what ObservedPage.frozen_rules wrote."""
    return ObservedRules(frozen_criteria(frozen), **frozen["observed"])


def _range(words_from: int | None, words: int | None) -> tuple[int | None, int | None]:
    """A range stands as it is; a single number leaves ten per cent free on both sides."""
    if words is None or words_from:
        return words_from, words
    return words * (100 - TOLERANCE_PERCENT) // 100, words * (100 + TOLERANCE_PERCENT) // 100
