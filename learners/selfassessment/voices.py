"""The single answers of colleagues who have agreed that the owner sees them. Of all others nothing, not even their number."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learners.selfassessment.assessing import pinned
from learners.selfassessment.models import AnswerSheet, Assessment
from learners.selfassessment.queries import counted_sheets

WORDS = {
    2: gettext_lazy("True"),
    1: gettext_lazy("Partly true"),
    0: gettext_lazy("Not true of us"),
    None: gettext_lazy("Do not know"),
}
UNANSWERED = "–"


@dataclass(frozen=True)
class Said:
    statement: str
    words: list[str]
    """One for each person, in their order."""


@dataclass(frozen=True)
class Voices:
    """One principle."""

    number: int
    people: list[str]
    """The owner first, then the colleagues as the owner has named their links."""
    rows: list[Said]


def voices_of(assessment: Assessment) -> list[Voices]:
    """For the owner alone. Principles that no agreeing colleague has answered are left out. One query."""
    agreed = Q(respondent__consented_at__isnull=False) | Q(respondent__token_hash=None)
    by_number: dict[int, list[AnswerSheet]] = {}
    for sheet in counted_sheets(assessment).filter(agreed):
        if sheet.answers:
            by_number.setdefault(sheet.number, []).append(sheet)
    return [
        _voices(assessment, number, sheets)
        for number, sheets in by_number.items()
        if any(not sheet.respondent.is_owner for sheet in sheets)
    ]


def _voices(assessment: Assessment, number: int, sheets: Sequence[AnswerSheet]) -> Voices:
    ordered = sorted(sheets, key=lambda sheet: (not sheet.respondent.is_owner, sheet.respondent_id))
    statements = pinned(assessment, number)
    assert statements is not None  # noqa: S101 -- answers are kept for pinned principles only
    return Voices(
        number,
        [_("You") if sheet.respondent.is_owner else sheet.respondent.label for sheet in ordered],
        [Said(each.text, [_word(sheet, each.code) for sheet in ordered]) for each in statements.statements],
    )


def _word(sheet: AnswerSheet, code: str) -> str:
    return str(WORDS[sheet.answers[code]]) if code in sheet.answers else UNANSWERED
