"""What the pages of the marking desk send."""

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.assessments.rulebook import LEVELS, FrozenCriterion
from learners.submissions.marking import Judgement
from learners.submissions.models import Mark, Moderation

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


class MarkForm(PointsForm):
    strength = forms.CharField(
        label=_("What works"), required=False, max_length=2000, widget=forms.Textarea({"rows": 2})
    )
    gap = forms.CharField(
        label=_("What is missing"), required=False, max_length=2000, widget=forms.Textarea({"rows": 2})
    )
    next_step = forms.CharField(
        label=_("The next step"), required=False, max_length=2000, widget=forms.Textarea({"rows": 2})
    )
    sequence = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000)
    over = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2_000_000_000)

    def judgement(self) -> Judgement:
        data = self.cleaned_data
        return Judgement(self.points(), data["strength"], data["gap"], data["next_step"])

    def feedback(self):
        return [self["strength"], self["gap"], self["next_step"]]


def mark_form(criteria, mark: Mark, data=None, *, over: int | None = None) -> MarkForm:
    initial = {
        "strength": mark.strength,
        "gap": mark.gap,
        "next_step": mark.next_step,
        "sequence": mark.version + 1,
        "over": over,
    }
    return MarkForm(data, criteria=criteria, points=mark.points, initial=initial)


class NoteForm(forms.Form):
    note = forms.CharField(
        label=_("What you agreed, and where you differ"), max_length=2000, widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Write what the two of you said.")},
    )  # fmt: skip


class VerdictForm(forms.Form):
    verdict = forms.ChoiceField(
        label=_("Your verdict"), choices=Moderation.Verdict.choices, widget=forms.RadioSelect
    )
    verdict_note = forms.CharField(
        label=_("For the marker"), required=False, max_length=1000, widget=forms.Textarea({"rows": 2})
    )


class CorrectionForm(forms.Form):
    mark = forms.DecimalField(
        label=_("New mark"), min_value=0, max_value=100, decimal_places=1,
        help_text=_("From 0 to 100, after any points for lateness."),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Reason"), max_length=200, help_text=_("The learner reads it."),
        error_messages={"required": _("Say why the mark changes.")},
    )  # fmt: skip


class ScriptForm(forms.Form):
    title = forms.CharField(label=_("Name"), max_length=80)
    text = forms.CharField(
        label=_("Text of the sample script"), max_length=60_000, widget=forms.Textarea({"rows": 10})
    )


class CommentForm(forms.Form):
    comment = forms.CharField(label=_("Comment to keep"), max_length=400)
