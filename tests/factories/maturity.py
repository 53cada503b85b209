"""Sheets of the self-assessment: two statements and one practice in each stage."""

from content.maturity.models import MaturitySheet
from content.maturity.scoring import STAGES
from tests.factories.programme import make_principle

LETTERS = dict(zip(STAGES, "EIA", strict=True))


def make_sheet(number: int = 1, *, reading: dict | None = None, wording: str = "") -> MaturitySheet:
    """Published. Made before: a new revision."""
    principle = make_principle(number)
    sheet = MaturitySheet.objects.filter(principle=principle).first() or MaturitySheet(principle=principle)
    for stage, letter in LETTERS.items():
        statements = [
            (
                "characteristic",
                {"code": f"P{number}-{letter}{place}", "text": f"{stage} {place} of P{number}{wording}"},
            )
            for place in (1, 2)
        ]
        practice = ("practice", {"code": f"P{number}-{letter}P1", "text": f"Practice {stage} of P{number}"})
        setattr(sheet, stage.value, [*statements, practice])
    sheet.reading = reading or {}
    if sheet.pk is None:
        sheet.live = False
        sheet.save()
    sheet.save_revision().publish()
    return sheet


def answers_of(number: int, early: str, intermediate: str, advanced: str) -> dict[str, int | None]:
    """Each text is two signs: 0, 1, 2, x for “do not know”, a point for no answer."""
    given = {}
    for letter, signs in zip("EIA", (early, intermediate, advanced), strict=True):
        for place, sign in enumerate(signs, start=1):
            if sign != ".":
                given[f"P{number}-{letter}{place}"] = None if sign == "x" else int(sign)
    return given
