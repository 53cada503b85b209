"""What the desk of work without a mark sends."""

from django import forms
from django.utils.translation import gettext_lazy as _

from learners.submissions.replying import MOST_CHARACTERS


class ReplyForm(forms.Form):
    note = forms.CharField(
        label=_("Note to the learner"),
        required=False,
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea({"rows": 6}),
        help_text=_("What is good, and what has to change. The learner gets it by e-mail too."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=32_000)


class WaiverForm(forms.Form):
    prefix = "waiver"
    reason = forms.CharField(
        label=_("Why the approval is not needed"),
        max_length=400,
        help_text=_("The learner reads it, and can then hand in what comes after."),
        error_messages={"required": _("Say why the approval is not needed. The learner reads it.")},
    )
