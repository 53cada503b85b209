"""Why somebody's sessions end, or a second step goes."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=_("The person reads it in a mail. Write also how you know that it is this person."),
        error_messages={"required": _("Say why, and how you know the person.")},
    )
