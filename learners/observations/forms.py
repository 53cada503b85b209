"""What a learner's page of a discussion sends."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ContributionForm(forms.Form):
    text = forms.CharField(
        label=_("What I contributed"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea({"rows": 6}),
        help_text=_(
            "Up to 300 words, with links to your posts. Nobody has to write it; it helps whoever judges."
        ),
    )
