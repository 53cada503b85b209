"""What the desk for the people of a cohort is told: filters, a file or pasted rows, chosen lines."""

from django import forms
from django.core.files.base import ContentFile
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learners.enrolment.models import Enrolment

_LONGEST_PASTE = 500_000
_MOST_CHOSEN = 100


class PeopleFilter(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Find a person"),
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[("", gettext_lazy("Everybody")), *Enrolment.State.choices],
    )


class RosterForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        allow_empty_file=True,
        error_messages={"required": gettext_lazy("Choose a file, or paste rows.")},
        help_text=gettext_lazy("CSV or XLSX, at most 10 MB and 10,000 rows."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )
    rows = forms.CharField(
        label=gettext_lazy("Or paste rows"),
        required=False,
        strip=False,
        max_length=_LONGEST_PASTE,
        help_text=gettext_lazy("With the line that names the columns. From a spreadsheet, copy and paste."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, data=None, files=None):
        super().__init__(data, files)
        self.fields["file"].required = not (data and data.get("rows", "").strip())

    @property
    def upload(self):
        """What was sent. A file goes before pasted rows."""
        pasted = ContentFile(self.cleaned_data["rows"].encode(), name=_("Pasted rows"))
        return self.cleaned_data.get("file") or pasted


def chosen_lines(data: QueryDict) -> list[int]:
    """The numbers of the lines with a tick. What is no number was not made by our page."""
    given = data.getlist("line")[:_MOST_CHOSEN]
    return [int(line) for line in given if line.isascii() and line.isdigit() and len(line) < 7]
