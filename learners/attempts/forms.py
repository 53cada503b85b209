"""What a posted quiz page holds: for each question its answer, its flag and its sequence."""

import re

from django.http import QueryDict
from django.utils.translation import gettext as _

from content.base.errors import RuleError
from learners.attempts.taking import Answer

MOST_ANSWERS = 200
HIGHEST_SEQUENCE = 2_000_000_000
_FIELD = re.compile(r"sequence-([0-9]{1,4})")


class UnreadablePage(RuleError):
    """The page that was sent lacks what every quiz page has."""


def read_answers(data: QueryDict) -> list[Answer]:
    """One answer for each field sequence-N, in the order of the questions. Raises UnreadablePage."""
    orders = sorted(int(found[1]) for name in data if (found := _FIELD.fullmatch(name)))
    if not 0 < len(orders) <= MOST_ANSWERS:
        raise _unreadable()
    return [_answer(data, order) for order in orders]


def _answer(data: QueryDict, order: int) -> Answer:
    sequence = str(data[f"sequence-{order}"])
    if not (sequence.isascii() and sequence.isdecimal() and len(sequence) <= 10):
        raise _unreadable()
    if int(sequence) > HIGHEST_SEQUENCE:
        raise _unreadable()
    return Answer(
        order=order,
        raw=data.getlist(f"answer-{order}"),
        flagged=f"flagged-{order}" in data,
        sequence=int(sequence),
    )


def _unreadable() -> UnreadablePage:
    return UnreadablePage(
        _("This page was sent without its questions. Load it again and choose your answer.")
    )
