"""What a learner's page of written work sends."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.base.uploads import MOST_BYTES, too_large
from learners.submissions.declaring import Declared
from learners.submissions.handing_in import MOST_CHARACTERS, Written
from learners.submissions.models import Draft

HIGHEST_SEQUENCE = 2_000_000_000
_YES, _NO = "yes", "no"


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    widget = ManyFiles

    def clean(self, data, initial=None):
        files = data if isinstance(data, list) else [data] if data else []
        cleaned = [super(FilesField, self).clean(file, initial) for file in files]
        for file in cleaned:
            if file.size > MOST_BYTES:
                raise forms.ValidationError(too_large(file.size))
        return cleaned


class WorkForm(forms.Form):
    """The draft: text, files to add, declaration. Nothing in it has to be complete."""

    text = forms.CharField(
        label=gettext_lazy("Your text"), required=False, strip=False, widget=forms.Textarea({"rows": 18})
    )
    uploads = FilesField(
        label=gettext_lazy("Add files"),
        required=False,
        help_text=gettext_lazy("PDF, DOCX or ODT, up to 10 MB each."),
    )
    uses_tools = forms.ChoiceField(
        label=gettext_lazy("Did you use generative tools?"),
        required=False,
        widget=forms.RadioSelect,
        choices=[(_NO, gettext_lazy("No, none")), (_YES, gettext_lazy("Yes, for language or ideas"))],
    )
    tools = forms.CharField(label=gettext_lazy("Which tool"), required=False, max_length=120)
    purpose = forms.CharField(label=gettext_lazy("What you used it for"), required=False, max_length=250)
    extent = forms.CharField(
        label=gettext_lazy("How much of the work it touches"), required=False, max_length=250
    )
    sequence = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=HIGHEST_SEQUENCE)

    def __init__(self, *args, rules, **kwargs):
        super().__init__(*args, **kwargs)
        if not rules.takes_files:
            del self.fields["uploads"]
        if not rules.takes_text:
            del self.fields["text"]
        if rules.is_journal:
            self.fields["uses_tools"] = forms.ChoiceField(
                label=gettext_lazy("Your declaration"),
                required=False,
                widget=forms.RadioSelect,
                choices=[(_NO, gettext_lazy("I wrote this entry without generative tools"))],
            )
            for name in ("tools", "purpose", "extent"):
                del self.fields[name]

    def clean_text(self):
        """A browser sends the line ends of old teleprinters."""
        text = self.cleaned_data["text"].replace("\r\n", "\n")
        if len(text) > MOST_CHARACTERS:
            raise forms.ValidationError(
                _("The text has %(count)s characters. The limit is %(most)s. Hand in a long text as a file."),
                params={"count": f"{len(text):,}", "most": f"{MOST_CHARACTERS:,}"},
            )
        return text

    def written(self) -> Written:
        data = self.cleaned_data
        declared = Declared(
            {_YES: True, _NO: False}.get(data.get("uses_tools", "")),
            *(data.get(name, "") for name in ("tools", "purpose", "extent")),
        )
        return Written(data.get("text", ""), declared, data["sequence"])


def initial_of(draft: Draft | None) -> dict:
    """What stands in the form: the draft. Its next sequence is one higher."""
    if draft is None:
        return {"sequence": 1}
    told = "" if draft.uses_tools is None else _YES if draft.uses_tools else _NO
    return {
        "text": draft.text,
        "uses_tools": told,
        "tools": draft.tools,
        "purpose": draft.purpose,
        "extent": draft.extent,
        "sequence": draft.sequence + 1,
    }


class NextStepForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("What will you do differently?"),
        max_length=400,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("One thing, in one or two sentences. It stands beside your next work."),
        error_messages={"required": gettext_lazy("Write one sentence.")},
    )
