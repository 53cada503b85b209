"""What strangers and holders send: a file to check."""

from django import forms
from django.utils.translation import gettext_lazy as _

from learners.credentials.confirming import MISSING_EVIDENCE
from learners.credentials.opening import MOST_BYTES


class FileForm(forms.Form):
    file = forms.FileField(
        error_messages={"required": _("Choose the file to check."), "empty": _("The file is empty.")}
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 2 MB. A certificate is much smaller."))
        return file


class CorrectionForm(forms.Form):
    wanted = forms.CharField(
        label=_("Name as it should be printed"), max_length=200, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    evidence = forms.CharField(
        label=_("Which document shows it?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": MISSING_EVIDENCE},
    )
