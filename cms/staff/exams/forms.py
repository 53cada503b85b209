"""What a marker enters for one answer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.staff.marking.forms import VerdictForm

LONGEST_FEEDBACK = 5000


class MarkForm(forms.Form):
    points = forms.DecimalField(
        label=_("Points"),
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "decimal", "step": "0.5", "min": "0"}),
        error_messages={"required": _("Enter the points."), "invalid": _("Enter a number, for example 6.5.")},
    )
    feedback = forms.CharField(
        label=_("Feedback to the learner"),
        required=False,
        max_length=LONGEST_FEEDBACK,
        help_text=_("What was good, and one thing that would have earned more."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class AcceptForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=250,
        error_messages={"required": _("Enter the reason why this answer counts.")},
    )


class SittingVerdictForm(VerdictForm):
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
