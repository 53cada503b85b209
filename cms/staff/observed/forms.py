"""What the desk of discussions and defences sends."""

from django import forms
from django.utils.translation import gettext_lazy as _

from learners.observations.judging import Judgement
from learners.submissions.rubric_form import PointsForm


class ObservationForm(PointsForm):
    remark = forms.CharField(
        label=_("Remark to the learner"), required=False, max_length=2000, widget=forms.Textarea({"rows": 3})
    )
    absence = forms.CharField(
        label=_("Took no part: how you know"),
        required=False,
        max_length=200,
        help_text=_("Only for absence: the mark is 0, and the learner reads this."),
    )
    sequence = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000)

    def judgement(self) -> Judgement:
        return Judgement(self.points(), self.cleaned_data["remark"])


def observation_form(seat, user, data=None) -> ObservationForm:
    mark = seat.mine(user)
    initial = {
        "remark": mark.remark if mark else "",
        "absence": mark.absence if mark else "",
        "sequence": mark.version + 1 if mark else 1,
    }
    return ObservationForm(
        data, criteria=seat.rules.criteria, points=mark.points if mark else (), initial=initial
    )


class AgreementForm(forms.Form):
    mark = forms.DecimalField(
        label=_("Agreed mark"), min_value=0, max_value=100, max_digits=4, decimal_places=1,
        help_text=_("Between your two marks."),
    )  # fmt: skip
    note = forms.CharField(
        label=_("What you agreed, and where you differed"), max_length=2000, widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Write down what the two of you said.")},
    )  # fmt: skip
