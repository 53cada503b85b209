"""What a learner writes in an integrity case."""

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST = 4000


class WordsForm(forms.Form):
    """A reply or an appeal."""

    text = forms.CharField(
        label=_("Your words"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Write your text first.")},
    )
