"""What the award desk is told: filters, chosen learners, reasons."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from learners.credentials.awarding import State
from learners.credentials.confirming import MISSING_REASON as WHY_REFUSE
from learners.credentials.issuing import MISSING_REASON as WHY_DECLINE
from learners.credentials.models import AwardKind
from learners.credentials.revoking import MISSING_REASON as WHY_REVOKE

_LONGEST_REASON = 250


class BoardFilter(forms.Form):
    name = forms.CharField(
        label=_("Find a learner"), required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    show = forms.ChoiceField(label=_("Show"), required=False, choices=[("", _("Everyone")), *State.choices])


class ExitFilter(BoardFilter):
    kind = forms.ChoiceField(
        label=_("Award"),
        required=False,
        choices=[
            ("", _("All awards")),
            *((kind, kind.label) for kind in AwardKind if kind != AwardKind.CERTIFICATE),
        ],
    )


class RatifyForm(forms.Form):
    held_on = forms.DateField(label=_("Day of the meeting"), widget=forms.DateInput(attrs={"type": "date"}))
    present = forms.CharField(
        label=_("Present"),
        max_length=500,
        help_text=_("Names of the members of the board, as in the minutes."),
        error_messages={"required": _("Enter who was present.")},
    )
    note = forms.CharField(
        label=_("Note"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )


_CHOICE = re.compile(r"[0-9]{1,18}(\.[-_A-Za-z0-9]{3,24})?")


class Chosen(forms.Form):
    """The awards that a person has seen on the review page, and no other."""

    who = forms.CharField(max_length=20_000, widget=forms.HiddenInput)

    def clean_who(self) -> list[str]:
        choices = self.cleaned_data["who"].split(",")
        if not all(_CHOICE.fullmatch(choice) for choice in choices):
            raise forms.ValidationError(_("Choose the learners on the board again."))
        return choices


def _reason(missing) -> forms.CharField:
    return forms.CharField(
        label=_("Reason"),
        max_length=_LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": missing},
    )


class DeclineForm(forms.Form):
    prefix = "decline"
    reason = _reason(WHY_DECLINE)


class NameRefusalForm(forms.Form):
    prefix = "name"
    reason = _reason(WHY_REFUSE)


class RevocationForm(forms.Form):
    prefix = "revocation"
    reason = _reason(WHY_REVOKE)


class ReplacementForm(forms.Form):
    prefix = "replacement"
    reason = _reason(WHY_REVOKE)
