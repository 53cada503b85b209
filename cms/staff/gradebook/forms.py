"""The filters of the gradebook."""

from django import forms
from django.utils.translation import gettext_lazy as _

from learners.grades.gradebook import Standing


class GradebookFilter(forms.Form):
    name = forms.CharField(
        label=_("Find a learner"), required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    marks = forms.ChoiceField(label=_("Marks"), required=False, choices=[("", _("All")), *Standing.choices])
