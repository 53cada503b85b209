"""Why somebody takes a right that the role does not give."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("What has happened, and why nobody else can do it"), max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The registrars get it by mail. Whoever's data you open reads it too."),
    )  # fmt: skip
