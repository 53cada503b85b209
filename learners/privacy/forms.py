"""What a person says with a request to be erased."""

from django import forms
from django.utils.translation import gettext_lazy as _


class AskForm(forms.Form):
    sure = forms.BooleanField(
        label=_("I have read what goes and what stays. Erase me."),
        error_messages={"required": _("Tick the box when you are sure.")},
    )
    words = forms.CharField(
        label=_("What you want to tell the office"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
