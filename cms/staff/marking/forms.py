"""What the pages of the marking desk send."""

from collections.abc import Sequence
from typing import cast

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.assessments.sampling import Verdict
from learners.peerreviews.extending import MOST_DAYS
from learners.submissions.marking import Judgement
from learners.submissions.models import Mark
from learners.submissions.rubric_form import PointsForm


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
    verdict = forms.ChoiceField(label=_("Your verdict"), choices=Verdict.choices, widget=forms.RadioSelect)
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
    for_peers = forms.BooleanField(
        label=_("Learners judge it too, before their first peer review"), required=False
    )

    def __init__(self, *args, peers: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not peers:
            del self.fields["for_peers"]


class MoreTimeForm(forms.Form):
    work = forms.ChoiceField(label=_("Learner of the work"), error_messages={"required": _("Choose a work.")})
    days = forms.IntegerField(
        label=_("Days from now"), min_value=1, max_value=MOST_DAYS, help_text=_("From 1 to %s.") % MOST_DAYS,
        widget=forms.NumberInput({"class": "short"}), error_messages={"required": _("Enter the days.")},
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Reason"), max_length=200, help_text=_("The learner reads it."),
        error_messages={"required": _("Enter a reason.")},
    )  # fmt: skip

    def __init__(self, *args, labels: Sequence[str], **kwargs):
        super().__init__(*args, **kwargs)
        field = cast("forms.ChoiceField", self.fields["work"])
        field.choices = [("", ""), *((label, label) for label in labels)]


class CommentForm(forms.Form):
    comment = forms.CharField(label=_("Comment to keep"), max_length=400)
