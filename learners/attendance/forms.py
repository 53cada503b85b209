"""What a learner's page of a webinar sends."""

from django import forms
from django.utils.translation import gettext_lazy as _

from learners.attendance.models import Attendance


class AttendanceForm(forms.Form):
    way = forms.ChoiceField(
        label=_("How you took part"),
        choices=Attendance.Way.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say how you took part.")},
    )
    response = forms.CharField(
        label=_("Your response to the recording"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea({"rows": 8}),
    )
