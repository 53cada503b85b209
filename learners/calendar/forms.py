"""What a learner says who needs more time."""

from django import forms
from django.utils.translation import gettext_lazy as _

from learners.enrolment.extending import MOST_DAYS


class MoreTimeForm(forms.Form):
    days = forms.IntegerField(
        label=_("How many more days"),
        min_value=1,
        max_value=MOST_DAYS,
        error_messages={
            "required": _("Enter a number of days between 1 and 14."),
            "invalid": _("Enter a number of days between 1 and 14."),
            "min_value": _("Enter a number of days between 1 and 14."),
            "max_value": _("Enter a number of days between 1 and 14."),
        },
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write the reason in one sentence.")},
    )
