"""Which key holds for an answer: that of the version that was asked, or a corrected one."""

from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext as _

from content.base.errors import RuleError
from courses.editions.questions import FrozenChoice, FrozenQuestion, frozen_pool, frozen_question
from courses.questions.scoring import points_for
from learners.attempts.models import AttemptItem, KeyCorrection


class KeysDiffer(RuleError):
    """The corrected version asks something else."""


def corrections_in(cohort_id: int) -> dict[int, KeyCorrection]:
    """Question version -> the confirmed correction that holds in this cohort, the latest one. One query, three where there is one."""
    rows = KeyCorrection.objects.filter(cohort=cohort_id, confirmed_at__isnull=False)
    found = rows.prefetch_related("corrected__lesson").order_by("confirmed_at", "pk")
    return {row.question_id: row for row in found}


def question_as_scored(item: AttemptItem, corrections: dict[int, KeyCorrection]) -> FrozenQuestion:
    """The question of this answer, with the corrected key if there is one."""
    asked = frozen_pool(item.attempt.edition_activity_id)[item.question_id]
    correction = corrections.get(item.question_id)
    if correction is None or correction.corrected is None:
        return asked
    return with_key_of(asked, frozen_question(correction.corrected))


def points_under(item: AttemptItem, corrections: dict[int, KeyCorrection]) -> Decimal | None:
    """What the answer earns by itself. None: a person has to mark it.

    With a correction that gives all points to everybody an empty answer earns them too: nobody could answer.
    """
    correction = corrections.get(item.question_id)
    if correction is not None and correction.corrected is None:
        return item.max_points
    return points_for(question_as_scored(item, corrections), item.response, points=item.max_points)


def with_key_of(asked: FrozenQuestion, corrected: FrozenQuestion) -> FrozenQuestion:
    """The question as it was asked, its options by their old numbers, with the key of the later version.

    Options are matched by their words, or by their place where words were mended. Raises KeysDiffer when neither fits.
    """
    if (asked.kind, len(asked.choices)) != (corrected.kind, len(corrected.choices)):
        raise KeysDiffer(
            _(
                "The later version has other options. Only a version with the same options can correct the key."
            )
        )
    return replace(
        asked,
        choices=_matched(asked.choices, corrected.choices),
        **{name: getattr(corrected, name) for name in ("number", "tolerance", "tolerance_kind", "keep_case")},
        explanation=corrected.explanation,
    )


def _matched(old: tuple[FrozenChoice, ...], new: tuple[FrozenChoice, ...]) -> tuple[FrozenChoice, ...]:
    """In the order of the later version: for an order that is the key."""
    by_words = {choice.text: choice.id for choice in old}
    same = len(by_words) == len(old) and set(by_words) == {choice.text for choice in new}
    if same:
        return tuple(replace(choice, id=by_words[choice.text]) for choice in new)
    return tuple(replace(choice, id=before.id) for before, choice in zip(old, new, strict=True))
