"""Points by the rubric, as a page sends them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.assessments.rulebook import LEVELS, FrozenCriterion

LEVEL_NAMES = {90: _("Excellent"), 75: _("Good"), 60: _("Pass"), 40: _("Fail")}


class PointsForm(forms.Form):
    """For each criterion a level to choose, or exact points."""

    def __init__(self, *args, criteria: tuple[FrozenCriterion, ...], points=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        self.stored = list(points) or [None] * len(criteria)
        levels = [(str(value), LEVEL_NAMES[value]) for _key, value in LEVELS]
        for place, criterion in enumerate(criteria):
            self.fields[f"level-{place}"] = forms.ChoiceField(
                label=criterion.title, choices=levels, required=False, initial=str(self.stored[place])
            )
            self.fields[f"points-{place}"] = forms.IntegerField(
                label=criterion.title,
                required=False,
                min_value=0,
                max_value=100,
                initial=self.stored[place],
                error_messages={
                    name: _("Enter points between 0 and 100.")
                    for name in ("invalid", "min_value", "max_value")
                },
            )
            self.fields[f"was-{place}"] = forms.IntegerField(
                widget=forms.HiddenInput, required=False, initial=self.stored[place]
            )

    def points(self) -> list[int | None]:
        return [self._points_of(place) for place in range(len(self.criteria))]

    def _points_of(self, place: int) -> int | None:
        """Exact points win if they were typed. If they stand as the page showed them, a chosen level is newer."""
        data = self.cleaned_data
        exact, level = data.get(f"points-{place}"), data.get(f"level-{place}")
        return int(level) if level and exact == data.get(f"was-{place}") else exact

    def rows(self) -> list[dict]:
        """Of each criterion what the page shows."""
        return [self._row(place, criterion) for place, criterion in enumerate(self.criteria)]

    def _row(self, place: int, criterion: FrozenCriterion) -> dict:
        anchors = {90: criterion.excellent, 60: criterion.passing, 40: criterion.failing}
        level, points = self[f"level-{place}"], self[f"points-{place}"]
        levels = [
            {
                "key": key,
                "value": value,
                "name": LEVEL_NAMES[value],
                "anchor": anchors.get(value, ""),
                "checked": str(level.value()) == str(value),
            }
            for key, value in LEVELS
        ]
        return {
            "criterion": criterion,
            "levels": levels,
            "level": level,
            "points": points,
            "was": self[f"was-{place}"],
        }
