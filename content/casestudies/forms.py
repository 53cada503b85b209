"""The filters of the case library as a form that a browser sends by GET."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext as _

from content.casestudies.filtering import FILTERS, Found
from content.casestudies.labels import filter_titles, value_labels


class CaseFilter(forms.Form):
    """One list for each filter, with the number of cases that each choice would give.

    kept: what else stands in the address and has to stay there.
    """

    def __init__(self, found: Found, principles: Mapping[int, str], *, kept: Mapping[str, str]):
        super().__init__(initial={**found.chosen, **kept})
        titles, labels = filter_titles(), value_labels(principles)
        self.labels = {name: _named(labels[name], found.counts[name]) for name in FILTERS}
        for name in FILTERS:
            options = [
                (value, f"{label} ({found.counts[name][value]})")
                for value, label in self.labels[name].items()
            ]
            self.fields[name] = forms.ChoiceField(
                label=titles[name], choices=[("", _("All")), *options], required=False
            )
        for name in kept:
            self.fields[name] = forms.CharField(widget=forms.HiddenInput)


def _named(labels: dict[str, str], counts: dict[str, int]) -> dict[str, str]:
    """The values that some case has, in the order of their words; what has no words of its own by the alphabet."""
    known = {value: label for value, label in labels.items() if value in counts}
    return known | {value: value for value in sorted(counts) if value not in known}
